"""Rounds, their places, and what was sent in."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from hub.kit.errors import Finding
from hub.kit.years import read_period
from hub.rooms.monitoring.engine.checks import Cells
from hub.rooms.monitoring.engine.framework import Framework, name_of
from hub.rooms.monitoring.engine.observations import STATUS_NAMES, Observations
from hub.rooms.monitoring.models import Intake, Observation, Round, RoundPlace


def rounds() -> QuerySet[Round]:
    """All rounds, newest first, with the number of their places and files."""
    return Round.objects.annotate(
        places_count=Count("places", distinct=True), files_count=Count("intakes", distinct=True)
    )


def round_of(code: str) -> Round:
    """One round; Http404 where there is none."""
    found = Round.objects.filter(code=code).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a place's answers has come in: values, statements that there is none, and what is asked."""

    place: RoundPlace
    values: int
    gaps: int
    asked: int

    @property
    def percent(self) -> int:
        return round(100 * (self.values + self.gaps) / self.asked) if self.asked else 0


def coverage_of(round: Round, *, asked: int, only: frozenset[str] | None = None) -> list[Coverage]:
    """The coverage of every place (or of some) of a round. Two queries."""
    places = round.places.all() if only is None else round.places.filter(code__in=only)
    rows = (
        Observation.objects.filter(round=round, replaced_by=None)
        .values("place")
        .annotate(
            told=Count("indicator", distinct=True, filter=Q(value__isnull=False)),
            said=Count("indicator", distinct=True),
        )
    )
    counts = {row["place"]: (row["told"], row["said"] - row["told"]) for row in rows}
    return [Coverage(place, *counts.get(place.code, (0, 0)), asked) for place in places]


def place_rows_of(round: Round) -> dict[str, dict[str, str]]:
    """The place table of a round as intake reads it: code -> heading -> cell."""
    return {place.code: {"name": place.name, **place.columns} for place in round.places.all()}


def observations_of(round: Round) -> Observations:
    """The current observations of a round as columns, in the order of files and rows."""
    rows = list(
        round.observations.filter(replaced_by=None)
        .order_by("intake_id", "row", "pk")
        .values_list(
            *("place", "indicator", "period", "value", "low", "high", "status", "source", "note", "intake_id", "row")
        )
    )
    columns = list(zip(*rows, strict=True)) if rows else [()] * 11
    places, place = _coded(columns[0])
    indicators, indicator = _coded(columns[1])
    periods, period = _coded(columns[2])
    sources, source = _coded(columns[7])
    notes, note = _coded(columns[8])
    numbers, file = _coded(columns[9])
    names = {one.pk: name for one, name in zip(files_of(round), file_names_of(round), strict=True)}
    spans = [read_period(text) for text in periods]
    status_of = {name: position for position, name in enumerate(STATUS_NAMES)}
    return Observations(
        places=places, indicators=indicators, periods=periods, sources=sources, notes=notes, files=tuple(names[number] for number in numbers),
        starts=np.array([span.start.toordinal() for span in spans], np.int32),
        ends=np.array([span.end.toordinal() for span in spans], np.int32),
        place=place, indicator=indicator, period=period, source=source, note=note, file=file,
        value=_numbers(columns[3]), low=_numbers(columns[4]), high=_numbers(columns[5]),
        status=np.array([status_of[name] for name in columns[6]], np.int32),
        row=np.array(columns[10], np.int32),
    )  # fmt: skip


def cells_of(round: Round) -> Cells:
    """The current figures of a round for the checks; the name of a file is the number of its delivery. One query."""
    rows = list(
        round.observations.filter(replaced_by=None)
        .order_by("intake_id", "row", "pk")
        .values_list("place", "indicator", "period", "value", "intake_id", "row")
    )
    columns = list(zip(*rows, strict=True)) if rows else [()] * 6
    places, place = _coded(columns[0])
    indicators, indicator = _coded(columns[1])
    periods, period = _coded(columns[2])
    deliveries, file = _coded(columns[4])
    spans = [read_period(text) for text in periods]
    return Cells(
        places=places, indicators=indicators, periods=periods, files=tuple(str(number) for number in deliveries),
        starts=np.array([span.start.toordinal() for span in spans], np.int32),
        ends=np.array([span.end.toordinal() for span in spans], np.int32),
        place=place, indicator=indicator, period=period, file=file,
        row=np.array(columns[5], np.int32), value=_numbers(columns[3]),
    )  # fmt: skip


def file_names_of(round: Round) -> list[str]:
    """Names of the accepted files in the order in which they came; a name that comes again gets the file's number."""
    seen: set[str] = set()
    names = []
    for one in files_of(round):
        names.append(f"{one.name} ({one.pk})" if one.name in seen else one.name)
        seen.add(one.name)
    return names


def _coded(texts: tuple[Any, ...]) -> tuple[tuple[Any, ...], np.ndarray]:
    """Values as positions in the tuple of the different values, in the order of their first appearance."""
    positions: dict[Any, int] = {}
    coded = np.array([positions.setdefault(text, len(positions)) for text in texts], np.int32)
    return tuple(positions), coded


def _numbers(values: tuple[float | None, ...]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values], np.float64)


def intakes_of_round(round: Round) -> QuerySet[Intake]:
    """The accepted files of a round, newest first."""
    return round.intakes.select_related("sent_by")


def intake_of(number: int) -> Intake:
    """One accepted file; Http404 where there is none."""
    found = Intake.objects.select_related("round", "sent_by").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def files_of(round: Round) -> list[Intake]:
    """The accepted files in the order in which they came."""
    return list(round.intakes.order_by("pk"))


def places_of_intake(intake: Intake) -> frozenset[str]:
    """Codes of the places that a file spoke about."""
    return frozenset(intake.observations.order_by().values_list("place", flat=True).distinct())


def remarks_of_intake(intake: Intake) -> list[Finding]:
    """What was noticed in an accepted file, as findings again."""
    return [Finding(**remark) for remark in intake.remarks]


@dataclass(frozen=True, slots=True)
class Outline:
    """An area of a framework with what it asks: (code, name, unit, kind of source, SDG targets)."""

    name: str
    indicators: tuple[tuple[str, str, str, str, str], ...]


def outline_of(framework: Framework, language: str) -> list[Outline]:
    """A framework as people read it: areas with their indicators."""
    outline: dict[str, list[tuple[str, str, str, str, str]]] = {area.code: [] for area in framework.areas}
    for node in framework.indicators:
        area = framework.area_of(node.code)
        unit = name_of(framework.units[node.unit], language)
        if area is not None:
            outline[area.code].append(
                (node.code, name_of(node, language), unit, node.source_kind, ", ".join(node.sdg_targets))
            )
    return [Outline(name_of(framework.node(code), language), tuple(rows)) for code, rows in outline.items()]


def missing_of(
    round: Round, places: frozenset[str], framework: Framework, language: str
) -> list[tuple[str, list[str]]]:
    """For each place (at most ten) the indicators about which nothing was said yet. One query."""
    shown = sorted(places)[:10]
    said = set(
        Observation.objects.filter(round=round, replaced_by=None, place__in=shown)
        .order_by()
        .values_list("place", "indicator")
        .distinct()
    )
    missing = [
        (place, [name_of(node, language) for node in framework.indicators if (place, node.code) not in said])
        for place in shown
    ]
    return [(place, names) for place, names in missing if names]
