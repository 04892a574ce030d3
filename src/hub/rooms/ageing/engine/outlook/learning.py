"""Learning places that a projection of people will ask for, held against those that are offered, with the range carried on.

Everything is done trajectory by trajectory and quantiles are taken last, so that a range of a sum is the range of that sum.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.demand.capacity import (
    MODES,
    Bands,
    CapacityGap,
    bands_of,
    by_district,
    by_mode,
    chance_of_lack,
    first_lack,
    gap_bands,
    gap_of,
)
from hub.rooms.ageing.engine.demand.learners import LEARNER_STARTS, STARTING_COURSE, Course, demand_of, learners_of
from hub.rooms.ageing.engine.demand.learners import Assumption as Starting
from hub.rooms.ageing.engine.demand.rates import cohort_rates, constant_rates, rates_by_age, target_rates
from hub.rooms.ageing.engine.outlook.assumptions import Assumption
from hub.rooms.ageing.engine.outlook.older import OlderDraws

SCENARIOS = ("constant", "cohort", "target")
LEVELS = (0.1, 0.5, 0.9)
# Not statistics: round figures that rise with age, for people whom poor health keeps from courses.
STARTING_UNHEALTHY: Mapping[int, Starting] = {
    55: Starting(0.05),
    65: Starting(0.10),
    75: Starting(0.20),
    85: Starting(0.40),
}


@dataclass(frozen=True)
class Learning:
    """What is supposed of older learners; shares 0 to 1, by the groups of `LEARNER_STARTS`.

    scenario       one of `SCENARIOS`
    participation  (group,)  share who learn in the first year
    unhealthy      (group,)  share whom poor health keeps away: for "cohort" only
    target         (group,)  share that the city wants, reached in `target_year`: for "target" only
    modes          (mode,)   shares of the learners by `MODES`; None takes those of the places offered, or a third each
    """

    scenario: str
    participation: tuple[float, ...]
    unhealthy: tuple[float, ...]
    target: tuple[float, ...] | None = None
    target_year: int | None = None
    course: Course = STARTING_COURSE
    modes: tuple[float, ...] | None = None


@dataclass(frozen=True, eq=False)
class Offer:
    """Where older people live, and what is offered there.

    districts  names; one where the city is taken as one
    counts     (district, group)  older people at the base, by `LEARNER_STARTS`
    places     (district, mode)   places a year; a whole row of gaps (NaN) where nobody told
    whole      (mode,)  places told for the city as a whole, where no district is told of; None else
    notes      what had to be left out or supposed
    """

    districts: tuple[str, ...]
    counts: Array
    places: Array
    whole: Array | None = None
    notes: tuple[Assumption, ...] = ()

    @property
    def told(self) -> NDArray[np.bool_]:
        """(district,)  whether anything was told of it."""
        return np.asarray(np.isfinite(self.places).all(axis=-1))

    @property
    def covered(self) -> NDArray[np.bool_]:
        """(district,)  whether it is part of the city's balance."""
        return self.told if self.whole is None else np.ones(len(self.districts), bool)

    @property
    def of_city(self) -> Array:
        """(mode,)  places of all that is told of; gaps where nothing is."""
        if self.whole is not None:
            return self.whole
        told = self.told
        return self.places[told].sum(axis=0) if told.any() else np.full(len(MODES), np.nan)


@dataclass(frozen=True, eq=False)
class Balance:
    """Places asked for against places offered; `...` is nothing, the district, the mode, or both.

    demand   (year, ..., quantile)  places a year
    offered  (...)                  places a year; NaN where nobody told, and then all below is NaN too
    gap      (year, ..., quantile)  offered less demand, below 0 where places lack; its quantiles ascend as well
    chance   (year, ...)            share of futures in which places lack, 0 to 1
    first    (..., quantile)        first of the years in which that quantile of the gap is below 0; NaN where none is: the
                                    first quantile gives the earliest year to reckon with
    """

    demand: Array
    offered: Array
    gap: Array
    chance: Array
    first: Array


@dataclass(frozen=True, eq=False)
class DemandLook:
    """Demand for learning of a place; quantiles (last axis) are those of `levels`.

    years      calendar years: the base and every fifth after it
    learners   (year, group, quantile)  persons, by `LEARNER_STARTS`
    totals     name ("learners", "places", "groups", "hours") -> (year, quantile) of the whole city
    lacking    (year, quantile)  places that lack where they lack, in the districts told of; NaN where none is
    cells, by_district, by_mode, city   balances by (district, mode), (district), (mode) and of all; the last two are of the
               districts told of (`covered`)
    modes      (mode,)  shares that were used
    notes      what was supposed on the way
    """

    years: tuple[int, ...]
    levels: tuple[float, ...]
    learning: Learning
    districts: tuple[str, ...]
    covered: tuple[bool, ...]
    modes: tuple[float, ...]
    learners: Array
    totals: Mapping[str, Array]
    lacking: Array
    cells: Balance
    by_district: Balance
    by_mode: Balance
    city: Balance
    notes: tuple[Assumption, ...]

    @property
    def has_offer(self) -> bool:
        """Whether anything is told of places offered."""
        return any(self.covered)


def demand_look(draws: OlderDraws, learning: Learning, offer: Offer) -> DemandLook:
    """Learners, places and what lacks, from people to districts and modes.

    Raises DataProblem `scenario_unknown`, and those of the package `demand`.
    """
    learners = learners_of(draws.people.astype(float), rates_of(learning, draws.years)).sum(axis=(-3, -1))
    asked = demand_of(learners, learning.course)
    modes, of_modes = _modes_of(learning, offer)
    by_year = [_of_year(asked.places[:, at], modes, offer) for at in range(len(draws.years))]
    totals = {name: getattr(asked, name).sum(axis=-1) for name in ("learners", "places", "groups", "hours")}
    return DemandLook(
        years=draws.years,
        levels=LEVELS,
        learning=learning,
        districts=offer.districts,
        covered=tuple(bool(one) for one in offer.covered),
        modes=tuple(float(one) for one in modes),
        learners=_quantiles(learners),
        totals={name: _quantiles(array) for name, array in totals.items()},
        lacking=np.stack([year.lacking for year in by_year]),
        cells=_joined([year.cells for year in by_year], draws.years),
        by_district=_joined([year.by_district for year in by_year], draws.years),
        by_mode=_joined([year.by_mode for year in by_year], draws.years),
        city=_joined([year.city for year in by_year], draws.years),
        notes=(*offer.notes, of_modes),
    )


def rates_of(learning: Learning, years: Sequence[int]) -> Array:
    """Participation of the chosen years, (year, sex, age, 1); the first one has today's.

    Raises DataProblem `scenario_unknown`, `target_missing`, and those of `demand.rates`.
    """
    ahead = [year - years[0] for year in years]
    span = ahead[-1] + 1
    today = _by_age(learning.participation)
    if learning.scenario == "constant":
        return constant_rates(today, span)[ahead]
    if learning.scenario == "cohort":
        return cohort_rates(today, _by_age(learning.unhealthy)[..., 0], span)[ahead]
    if learning.scenario != "target":
        raise DataProblem("scenario_unknown", found=learning.scenario, allowed=", ".join(SCENARIOS))
    if learning.target is None or learning.target_year is None:
        raise DataProblem("target_missing")
    return target_rates(today, _by_age(learning.target), span, reached=learning.target_year - years[0])[ahead]


@dataclass(frozen=True, eq=False)
class _Year:
    """What is kept of one year; the balances have no axis of years yet."""

    lacking: Array
    cells: Balance
    by_district: Balance
    by_mode: Balance
    city: Balance


def _of_year(places: Array, modes: Array, offer: Offer) -> _Year:
    """places  (trajectory, group) of the city."""
    covered = offer.covered
    asked = by_district(offer.counts, places).sum(axis=-1)
    within = asked[:, covered].sum(axis=-1)
    whole = offer.of_city
    lacking = np.full(len(LEVELS), np.nan)
    if offer.told.any():
        gap = gap_of(offer.places[offer.told].sum(axis=-1), asked[:, offer.told]).gap
        lacking = _quantiles(CapacityGap(gap[..., None]).lacking)
    return _Year(
        lacking,
        cells=_balance(offer.places, by_mode(asked, modes)),
        by_district=_balance(offer.places.sum(axis=-1), asked),
        by_mode=_balance(whole, within[:, None] * modes),
        city=_balance(whole.sum(axis=-1), within),
    )


def _balance(offered: Array, demand: Array) -> Balance:
    """The balance of one year: offered (...), demand (trajectory, ...)."""
    known = np.isfinite(offered)
    at_hand = np.where(known, offered, 0.0)
    bands = bands_of(demand, LEVELS)
    gap = np.where(known, gap_bands(at_hand, Bands(LEVELS, bands.values)).values, np.nan)
    chance = np.where(known, chance_of_lack(gap_of(at_hand, demand).gap), np.nan)
    return Balance(np.moveaxis(bands.values, 0, -1), offered, np.moveaxis(gap, 0, -1), chance, np.empty(0))


def _joined(by_year: Sequence[Balance], years: Sequence[int]) -> Balance:
    gap = np.stack([one.gap for one in by_year])
    return Balance(
        demand=np.stack([one.demand for one in by_year]),
        offered=by_year[0].offered,
        gap=gap,
        chance=np.stack([one.chance for one in by_year]),
        first=first_lack(gap, years),
    )


def _quantiles(trajectories: Array) -> Array:
    """(..., quantile) of (trajectory, ...)."""
    return np.moveaxis(bands_of(trajectories, LEVELS).values, 0, -1)


def _modes_of(learning: Learning, offer: Offer) -> tuple[Array, Assumption]:
    if learning.modes is not None:
        return np.array(learning.modes), Assumption("modes", "modes_given")
    offered = offer.of_city
    if np.nansum(offered) > 0:
        return offered / offered.sum(), Assumption("modes", "modes_as_offered")
    return np.full(len(MODES), 1 / len(MODES)), Assumption("modes", "modes_even")


def _by_age(shares: Sequence[float]) -> Array:
    """(sex, age, 1) of shares by group, the same for both sexes."""
    return rates_by_age(np.array([shares, shares], float)[..., None], LEARNER_STARTS)
