"""An outlook and the table of learning places of the same place, put together: what older learners will ask for there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.commons.tables.inputs import Input
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.demand.capacity import MODES
from hub.rooms.ageing.engine.demand.learners import LEARNER_STARTS, Course
from hub.rooms.ageing.engine.outlook.assumptions import Assumption
from hub.rooms.ageing.engine.outlook.learning import DemandLook, Learning, Offer, demand_look
from hub.rooms.ageing.engine.outlook.older import learner_counts, older_people, years_between
from hub.rooms.ageing.files.intake.provision import Provision, read_provision
from hub.rooms.ageing.files.intake.words import TOTAL, fold
from hub.rooms.ageing.files.outlooks import results_of
from hub.rooms.ageing.files.packing import Results
from hub.rooms.ageing.models import Delivery, DeliveryKind, Outlook, Place
from hub.rooms.ageing.queries.places import current_deliveries


def demand_of(place: Place, outlook: Outlook, cleaned: Mapping[str, Any]) -> DemandLook:
    """What older learners of a place will ask for, by its outlook and the table of learning places that is in use.

    cleaned  the cleaned fields of `forms.demand.DemandForm`
    Raises DataProblem of the engine, and InputRefused where the table cannot be read any more.
    """
    return demand_from(place, results_of(outlook), provision_of(provision_delivery(place)), cleaned)


def demand_from(place: Place, results: Results, provision: Provision | None, cleaned: Mapping[str, Any]) -> DemandLook:
    """The same from arrays that are read already."""
    years = results.future.inputs.years
    draws = older_people(results.future, years_between(years[0], years[-1]))
    return demand_look(draws, learning_of(cleaned), offer_of(place, results, provision))


def learning_of(cleaned: Mapping[str, Any]) -> Learning:
    """What cleaned fields suppose: per cent become shares."""

    def by_group(name: str) -> tuple[float, ...]:
        return tuple(cleaned[f"{name}_{start}"] / 100 for start in LEARNER_STARTS)

    is_target = cleaned["scenario"] == "target"
    given = [cleaned[mode] for mode in MODES]
    return Learning(
        scenario=cleaned["scenario"],
        participation=by_group("learning"),
        unhealthy=by_group("unhealthy"),
        target=by_group("target") if is_target else None,
        target_year=cleaned["target_year"] if is_target else None,
        course=Course(cleaned["courses"], cleaned["group_size"], cleaned["hours"]),
        modes=None if None in given else tuple(one / sum(given) for one in given),
    )


def provision_delivery(place: Place) -> Delivery | None:
    """The file of learning places in use; None where none was sent."""
    sent = [one for one in current_deliveries(place) if one.kind == DeliveryKind.PROVISION]
    return sent[-1] if sent else None


def provision_of(delivery: Delivery | None) -> Provision | None:
    """The table of a file of learning places, read again."""
    if delivery is None:
        return None
    with delivery.file.open() as sent:
        return read_provision(Input(delivery.name, sent.read()))


def offer_of(place: Place, results: Results, provision: Provision | None) -> Offer:
    """Places offered by the districts of the population table, whose names match after folding.

    A district that the table of places does not name is not told of, which is not 0. Rows of the whole city count only
    where no district is told of.
    """
    people = results.future.inputs.base
    if not results.districts:
        return _as_one(place, people, provision)
    counts = learner_counts(results.by_district, results.starts, people)
    untold = np.full((len(results.districts), len(MODES)), np.nan)
    if provision is None:
        return Offer(results.districts, counts, untold, notes=(Assumption("offer", "offer_missing"),))
    matched = _match(place, results.districts, provision)
    whole, notes = matched.whole, matched.notes
    if matched.told.any() or whole is None:
        notes += _not_told(results.districts, matched.told)
    if matched.told.any() and whole is not None:
        whole, notes = None, (*notes, Assumption("offer", "whole_rows_left_out"))
    elif whole is not None:
        notes = (*notes, Assumption("offer", "offer_of_whole_city"))
    return Offer(results.districts, counts, matched.places, whole, notes)


@dataclass(frozen=True)
class _Matched:
    """places (district, mode), NaN where nothing is told; whole (mode,) or None; notes on what did not match."""

    places: Array
    whole: Array | None
    notes: tuple[Assumption, ...]

    @property
    def told(self) -> NDArray[np.bool_]:
        """(district,)  whether the table names it."""
        return np.asarray(np.isfinite(self.places).all(axis=-1))


def _match(place: Place, districts: Sequence[str], provision: Provision) -> _Matched:
    known = {fold(name): at for at, name in reversed(list(enumerate(districts)))}
    places = np.full((len(districts), len(MODES)), np.nan)
    whole: Array | None = None
    unknown, unknown_places = [], 0.0
    for name, offered in zip(provision.districts, provision.places, strict=True):
        at = known.get(fold(name))
        if at is not None:
            places[at] = np.nan_to_num(places[at]) + offered
        elif _is_whole(place, name):
            whole = offered if whole is None else whole + offered
        else:
            unknown.append(name)
            unknown_places += float(offered.sum())
    told = {"names": tuple(unknown), "places": unknown_places}
    return _Matched(places, whole, (Assumption("offer", "districts_unknown", told),) if unknown else ())


def _not_told(districts: Sequence[str], told: NDArray[np.bool_]) -> tuple[Assumption, ...]:
    names = tuple(name for name, known in zip(districts, told, strict=True) if not known)
    return (Assumption("offer", "districts_not_told", {"names": names}),) if names else ()


def _is_whole(place: Place, name: str) -> bool:
    return fold(name) in TOTAL or fold(name) == fold(place.name)


def _as_one(place: Place, people: Array, provision: Provision | None) -> Offer:
    """The city as one, where its people are not known by district."""
    counts = learner_counts(people.sum(axis=0)[None], range(people.shape[-1]), people)
    notes = [Assumption("offer", "districts_absent")]
    offered = np.full((1, len(MODES)), np.nan)
    if provision is None:
        notes.append(Assumption("offer", "offer_missing"))
    else:
        whole = [_is_whole(place, name) for name in provision.districts]
        # Rows of districts make up the city; a row of the city beside them would count them twice.
        kept = [not one for one in whole] if not all(whole) else whole
        offered = provision.places[kept].sum(axis=0)[None]
    return Offer((place.name,), counts, offered, notes=tuple(notes))
