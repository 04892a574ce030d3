"""Demand for learning to take away: every figure of a look in one long table, with what it rests on."""

from collections.abc import Iterator
from typing import Any

from hub.commons.tables.writing import csv_text
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.demand.capacity import MODES
from hub.rooms.ageing.engine.demand.learners import LEARNER_STARTS
from hub.rooms.ageing.engine.outlook.learning import Balance, DemandLook
from hub.rooms.ageing.models import Outlook

HEAD = ("year", "district", "mode", "age_from", "item", "unit", "p10", "p50", "p90", "value")
UNITS = {"learners": "persons a year", "places": "places a year", "groups": "groups a year", "hours": "hours a year"}
PLACES = UNITS["places"]
Row = tuple[Any, ...]


def demand_csv(outlook: Outlook, look: DemandLook) -> str:
    """One row for each figure: ranges in p10, p50, p90, single figures in `value`; blank where nobody told.

    A blank district or mode is all of them together; balances of all are of the districts that are told of (`covered`).
    """
    return csv_text(HEAD, [*_basis(outlook, look), *_figures(look)])


def _basis(outlook: Outlook, look: DemandLook) -> Iterator[Row]:
    """What all rests on: the projection and every assumption."""
    learning = look.learning
    told: list[tuple[str, str, Any]] = [
        ("projection", "code", outlook.code),
        ("base_date", "date", outlook.base_date.isoformat()),
        ("seed", "number", float(outlook.seed)),
        ("trajectories", "number", outlook.trajectories),
        ("version", "text", outlook.version),
        ("synthetic", "text", "yes" if outlook.place.is_synthetic else "no"),
        ("scenario", "code", learning.scenario),
        ("target_year", "year", learning.target_year),
        ("courses_per_learner", "courses a year", learning.course.courses_per_learner),
        ("group_size", "learners", learning.course.group_size),
        ("hours_per_course", "hours", learning.course.hours_per_course),
    ]
    for item, unit, value in told:
        yield ("", "", "", "", f"assumed:{item}", unit, None, None, None, value)
    for item, shares in (
        ("participation", learning.participation),
        ("unhealthy", learning.unhealthy),
        ("target", learning.target),
    ):
        for start, share in zip(LEARNER_STARTS, shares or (), strict=False):
            yield ("", "", "", start, f"assumed:{item}", "share", None, None, None, share)
    for mode, share in zip(MODES, look.modes, strict=True):
        yield ("", "", mode, "", "assumed:mode", "share", None, None, None, share)
    for district, covered in zip(look.districts, look.covered, strict=True):
        yield ("", district, "", "", "covered", "text", None, None, None, "yes" if covered else "no")


def _figures(look: DemandLook) -> Iterator[Row]:
    for at, year in enumerate(look.years):
        for group, start in enumerate(LEARNER_STARTS):
            yield (year, "", "", start, "learners", UNITS["learners"], *_ends(look.learners[at, group]), None)
        for name, unit in UNITS.items():
            yield (year, "", "", "", name, unit, *_ends(look.totals[name][at]), None)
        yield (year, "", "", "", "lacking", PLACES, *_ends(look.lacking[at]), None)
    yield from _balance(look, look.city, (), "", "")
    for mode, name in enumerate(MODES):
        yield from _balance(look, look.by_mode, (mode,), "", name)
    for at, district in enumerate(look.districts):
        yield from _balance(look, look.by_district, (at,), district, "")
        for mode, name in enumerate(MODES):
            yield from _balance(look, look.cells, (at, mode), district, name)


def _balance(look: DemandLook, balance: Balance, place: tuple[int, ...], *named: str) -> Iterator[Row]:
    course = look.learning.course
    yield ("", *named, "", "offered", PLACES, None, None, None, float(balance.offered[place]))
    for at, year in enumerate(look.years):
        demand = balance.demand[(at, *place)]
        groups = demand / course.group_size
        yield (year, *named, "", "demand", PLACES, *_ends(demand), None)
        yield (year, *named, "", "demand_groups", UNITS["groups"], *_ends(groups), None)
        yield (year, *named, "", "demand_hours", UNITS["hours"], *_ends(groups * course.hours_per_course), None)
        yield (year, *named, "", "gap", PLACES, *_ends(balance.gap[(at, *place)]), None)
        yield (year, *named, "", "chance_of_lack", "share", None, None, None, float(balance.chance[(at, *place)]))
    yield ("", *named, "", "first_year_of_lack", "year", *_ends(balance.first[place]), None)


def _ends(quantiles: Array) -> tuple[float, ...]:
    return tuple(float(one) for one in quantiles)
