"""Demand for learning in tables: all years, districts, ways to come, and what was supposed."""

from collections.abc import Collection, Sequence

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from hub.commons.documents.document import Column, Row, Table
from hub.commons.documents.figures import write_figure
from hub.kit.figures import Figure
from hub.rooms.ageing.engine.demand.capacity import MODES
from hub.rooms.ageing.engine.demand.learners import LEARNER_STARTS
from hub.rooms.ageing.engine.outlook.learning import Balance, DemandLook
from hub.rooms.ageing.phrases.demand import (
    ASSUMPTION_NAMES,
    DEMAND_NAMES,
    LEARNER_GROUP_NAMES,
    MODE_NAMES,
    SCENARIO_EXPLANATIONS,
    SCENARIO_NAMES,
    say_demand_note,
)
from hub.rooms.ageing.report import words
from hub.rooms.ageing.report.basis import Unit
from hub.rooms.ageing.report.demand import FIRST, MIDDLE, DemandPage, name_of, unit_of


def tables_of_all_years(page: DemandPage) -> list[Table]:
    """The city by year, learners by age, and balances by district and by way to come."""
    look = page.look
    with override(page.basis.language):
        by_district = [(look.districts[at], at) for at in page.shown]
        by_mode = [(str(MODE_NAMES[mode]), at) for at, mode in enumerate(MODES)]
        district, mode = pgettext("part of a city", "District"), _("Way to come")
        tables = [_years_table(page), _ages_table(page), _asked_table(page, look.by_district, by_district, district)]
        if np.isfinite(look.by_district.offered[list(page.shown)]).any():
            tables.append(_gap_table(page, look.by_district, by_district, district))
        if look.has_offer:
            tables += [_asked_table(page, look.by_mode, by_mode, mode), _gap_table(page, look.by_mode, by_mode, mode)]
        return tables


def cells_table(page: DemandPage) -> Table:
    """Districts and ways to come in the shown year: places, groups, hours, what lacks, and the chance of it."""
    look, at, course = page.look, page.at, page.look.learning.course
    with override(page.basis.language):
        columns = [(pgettext("part of a city", "District"), 1.6), (_("Way to come"), 1.6), (_("Places offered"), 1.0)]
        columns += [(_said(name), 1.3) for name in ("places", "groups", "hours", "gap")]
        columns.append((f"{DEMAND_NAMES['chance_of_lack']}, %", 0.9))
        rows = []
        for district in page.shown:
            for mode, name in enumerate(MODES):
                places = look.cells.demand[at, district, mode]
                groups = places / course.group_size
                rows.append(
                    [
                        look.districts[district],
                        str(MODE_NAMES[name]),
                        _offered(page, look.cells.offered[district, mode]),
                        page.told(places, unit_of("places")),
                        page.told(groups, unit_of("groups")),
                        page.told(groups * course.hours_per_course, unit_of("hours")),
                        page.told(look.cells.gap[at, district, mode], unit_of("places")),
                        _percent(page, look.cells.chance[at, district, mode]),
                    ]
                )
        title = _("%(place)s: places, groups and hours by district and way to come, %(year)s") % {
            "place": page.basis.place,
            "year": page.year,
        }
        return _table(title, columns, rows, texts=2)


def _years_table(page: DemandPage) -> Table:
    look = page.look
    columns = [(_("Year"), 0.6), *((_said(name), 1.4) for name in FIRST)]
    columns.append((_("%(name)s, middle") % {"name": name_of("places")}, 1.0))
    if look.has_offer:
        columns += [(_said("gap"), 1.4), (f"{DEMAND_NAMES['chance_of_lack']}, %", 0.9)]
    rows = []
    for at, year in enumerate(look.years):
        row = [str(year), *(page.told(look.totals[name][at], unit_of(name)) for name in FIRST)]
        row.append(unit_of("places").write(float(look.totals["places"][at, MIDDLE]), page.basis.language))
        if look.has_offer:
            row += [page.told(look.city.gap[at], unit_of("places")), _percent(page, look.city.chance[at])]
        rows.append(row)
    return _table(_("%(place)s: demand for learning by year") % {"place": page.basis.place}, columns, rows)


def _ages_table(page: DemandPage) -> Table:
    unit = unit_of("learners")
    columns = [(_("Age"), 1.0), *((str(year), 1.0) for year in page.look.years)]
    rows = [
        [str(LEARNER_GROUP_NAMES[start]), *(page.told(of_year[group], unit) for of_year in page.look.learners)]
        for group, start in enumerate(LEARNER_STARTS)
    ]
    return _table(_titled(page, "learners"), columns, rows)


def _asked_table(page: DemandPage, balance: Balance, named: list[tuple[str, int]], head: str) -> Table:
    columns = [(head, 1.6), (_("Places offered"), 1.0), *((str(year), 1.1) for year in page.look.years)]
    rows = [
        [
            name,
            _offered(page, balance.offered[at]),
            *(page.told(of_year[at], unit_of("places")) for of_year in balance.demand),
        ]
        for name, at in named
    ]
    return _table(_titled(page, "places"), columns, rows)


def _gap_table(page: DemandPage, balance: Balance, named: list[tuple[str, int]], head: str) -> Table:
    columns = [(head, 1.6), *((str(year), 1.1) for year in page.look.years), (str(DEMAND_NAMES["first_lack"]), 1.3)]
    rows = [
        [name, *(page.told(of_year[at], unit_of("places")) for of_year in balance.gap), _first(balance, at)]
        for name, at in named
        if np.isfinite(balance.offered[at])
    ]
    return _table(_titled(page, "gap"), columns, rows)


def _first(balance: Balance, at: int) -> str:
    """The earliest of the years to reckon with, and that of the middle."""
    earliest, middle = balance.first[at, 0], balance.first[at, MIDDLE]
    if np.isnan(earliest):
        return _("none of these years")
    if np.isnan(middle):
        return _("%(year)s at the earliest") % {"year": int(earliest)}
    if earliest == middle:
        return str(int(middle))
    return _("%(middle)s, %(year)s at the earliest") % {"middle": int(middle), "year": int(earliest)}


def assumptions_table(page: DemandPage, changed: Collection[str] = ()) -> Table:
    """Everything that was supposed: what, how much, and whether somebody entered it.

    changed  names of the fields that do not have their starting value
    """
    look, learning = page.look, page.look.learning
    with override(page.basis.language):
        rows = [[_("How learning goes on"), str(SCENARIO_NAMES[learning.scenario]), _explained(look)]]
        rows += _shares(
            page, _("Learn in %(year)s, %(group)s") % {"year": look.years[0], "group": "%s"}, "learning", changed
        )
        if learning.scenario == "cohort":
            rows += _shares(page, _("Kept away by poor health, %(group)s") % {"group": "%s"}, "unhealthy", changed)
        if learning.target is not None:
            told = _("Shall learn by %(year)s, %(group)s") % {"year": learning.target_year, "group": "%s"}
            rows += _shares(page, told, "target", changed)
        course = learning.course
        for name, label, value in (
            ("courses", _("Courses a year for each learner"), course.courses_per_learner),
            ("group_size", _("Learners in a group"), course.group_size),
            ("hours", _("Taught hours of a course"), course.hours_per_course),
        ):
            rows.append([label, _number(page, value), _status(name in changed)])
        of_modes = next(say_demand_note(one.code, one.parameters) for one in look.notes if one.part == "modes")
        for mode, share in zip(MODES, look.modes, strict=True):
            rows.append([str(MODE_NAMES[mode]), words.with_unit(_number(page, 100 * share), "percent"), of_modes])
        columns = [(_("What is supposed"), 2.0), (_("How much"), 1.0), (_("What it rests on"), 3.0)]
        return _table(_("%(place)s: assumptions about learning") % {"place": page.basis.place}, columns, rows, texts=3)


def _shares(page: DemandPage, label: str, name: str, changed: Collection[str]) -> list[list[str]]:
    learning = page.look.learning
    shares = {"learning": learning.participation, "unhealthy": learning.unhealthy, "target": learning.target or ()}[
        name
    ]
    return [
        [
            label % LEARNER_GROUP_NAMES[start],
            words.with_unit(_number(page, 100 * share), "percent"),
            _status(name == "target" or f"{name}_{start}" in changed),
        ]
        for start, share in zip(LEARNER_STARTS, shares, strict=True)
    ]


def _explained(look: DemandLook) -> str:
    return str(SCENARIO_EXPLANATIONS[look.learning.scenario])


def _status(is_entered: bool) -> str:
    return _("Entered here.") if is_entered else str(ASSUMPTION_NAMES["illustration"])


def _table(caption: str, columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[str]], texts: int = 1) -> Table:
    """A table of written figures: heading and share of the width of each column, the first `texts` of them words."""
    heads = tuple(
        Column(label, "text" if number < texts else "number", share) for number, (label, share) in enumerate(columns)
    )
    return Table(caption, heads, tuple(Row(tuple(row)) for row in rows))


def _said(name: str) -> str:
    return _("%(name)s, from and to") % {"name": name_of(name)}


def _titled(page: DemandPage, name: str) -> str:
    return _("%(place)s: %(title)s") % {"place": page.basis.place, "title": _said(name)}


def _offered(page: DemandPage, places: float) -> str:
    written = Unit("", significant=4).write(float(places), page.basis.language)
    return written or _("not told")


def _percent(page: DemandPage, share: float) -> str:
    return Unit("").write(100 * float(share), page.basis.language)


def _number(page: DemandPage, value: float) -> str:
    """As few decimals as the number has, at most two."""
    digits = next((digits for digits in (0, 1) if abs(round(value, digits) - value) < 1e-9), 2)
    return write_figure(Figure(value, digits=digits), page.basis.language)
