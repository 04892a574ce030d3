"""The second page: indicators with their ranges, those of the middle way, and what the usual suppositions change."""

from collections.abc import Mapping, Sequence
from math import isfinite

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.commons.documents.document import Column, Row, Section, Table, Text
from hub.commons.documents.figures import LEFT_TO_RIGHT, is_rtl
from hub.rooms.ageing.engine.city.differences import Differences
from hub.rooms.ageing.engine.city.scenarios import FertilityStays, LivesLonger, MigrationTimes, Scenario
from hub.rooms.ageing.engine.indicators.registry import INDICATORS
from hub.rooms.ageing.engine.outlook.what_if import what_if
from hub.rooms.ageing.files.medium import Medium, medium_of
from hub.rooms.ageing.phrases.indicators import INDICATOR_NAMES
from hub.rooms.ageing.report import words
from hub.rooms.ageing.report.outlook import (
    HIGH,
    LOW,
    MEDIAN,
    SHOWN,
    Subject,
    defined,
    figure_cell,
    indicators_table,
    unit_of,
)

# Years of scenarios that a page has room for: the last ones.
MOST_YEARS = 2
# What stands between these two is written from left to right in every language.
FROM_LEFT, END = "\u2066", "\u2069"
RANGED = (*SHOWN, "e0_m", "e0_f")
MIDDLE_ONLY = ("poadr_threshold_age", "poadr", "prospective_median_age", "e65_m", "e65_f")
CHANGED = ("pop", "pop65", "pct65")
SCENARIO_NAMES: Mapping[str, Promise] = {
    "migration_halves": gettext_lazy("Net migration halves"),
    "fertility_stays": gettext_lazy("Children per woman stay as they are"),
    "two_years_longer": gettext_lazy("People live two years longer"),
}


def indicator_sections(subject: Subject, scenarios: Sequence[Scenario]) -> tuple[Section, ...]:
    """Indicators, then scenarios. In the active language."""
    return (
        Section(
            "indicators",
            _("Indicators, with their ranges"),
            1,
            (indicators_table(subject, RANGED), _middle_table(subject, medium_of(subject.results))),
            opens_page=True,
        ),
        Section("what-if", _("What if"), 1, _scenario_blocks(subject, scenarios)),
    )


def _middle_table(subject: Subject, medium: Medium) -> Table:
    years = subject.years_shown()
    columns = (Column(_("Indicator"), share=2.6), *(Column(str(year), "number") for year in years))
    rows = tuple(_middle_row(subject, medium, item, years) for item in MIDDLE_ONLY)
    return Table(_("Computed for the middle way only, so without a range"), columns, rows)


def _middle_row(subject: Subject, medium: Medium, item: str, years: Sequence[int]) -> Row:
    key, cells = subject.key(item), []
    for year in years:
        value = float(medium.indicators[item][medium.years.index(year)])
        cells.append(figure_cell(value if isfinite(value) else None, f"{key}:{year}", INDICATORS[item].digits))
    return Row((defined(subject, item), *cells), key)


def _scenario_blocks(subject: Subject, scenarios: Sequence[Scenario]) -> tuple[Text | Table, ...]:
    told = _(
        "Each supposition is computed with the same numbers of chance as the projection, so that only it makes the "
        "difference. It says what would follow, not how likely that is."
    )
    years = subject.years_shown()[1:][-MOST_YEARS:]
    columns = [Column(_("More or fewer than in the projection"), share=2.6)]
    for year in years:
        for head in (_("%(year)s, from"), _("%(year)s, middle"), _("%(year)s, to")):
            columns.append(Column(head % {"year": year}, "number"))
    rows: list[Row] = []
    for scenario in scenarios:
        heading = str(SCENARIO_NAMES.get(scenario.code, scenario.code))
        rows.append(Row((heading, *[""] * (len(columns) - 1)), kind="group"))
        found = what_if(subject.results.future, scenario)
        rows += [_changed_row(subject, found, item, years) for item in CHANGED]
    table = Table(_("What three suppositions change: the range of four of five futures"), tuple(columns), tuple(rows))
    return Text((told,)), table, Text((_again(scenarios),))


def _changed_row(subject: Subject, found: Differences, item: str, years: Sequence[int]) -> Row:
    unit, cells = unit_of(item), []
    for year in years:
        ends = found.of(item)[found.years.index(year)]
        told = (float(ends[at]) for at in (LOW, MEDIAN, HIGH))
        cells += [signed(unit.write(value, subject.language), value, rtl=is_rtl(subject.language)) for value in told]
    name = f"{INDICATOR_NAMES[item]} ({unit.words})" if unit.words else str(INDICATOR_NAMES[item])
    return Row((name, *(cell or words.no_value() for cell in cells)))


def signed(written: str, value: float, *, rtl: bool) -> str:
    """A written difference with its sign; none where it is nothing once it is rounded."""
    if not (value > 0 and written.strip("0.,٫ \u00a0\u202f")):
        return written
    # Without the mark, a line that runs from right to left puts the sign behind the digits.
    return f"{LEFT_TO_RIGHT if rtl else ''}+{written}"


def _again(scenarios: Sequence[Scenario]) -> str:
    """Under which address the page “What if” shows the same."""
    queries = ("&".join(_query(change) for change in scenario.changes) for scenario in scenarios)
    return _("To see them year by year, put this behind the address of the page “What if”: %(queries)s.") % {
        "queries": words.listed([f"{FROM_LEFT}?{query}{END}" for query in queries if query])
    }


def _query(change: object) -> str:
    match change:
        case MigrationTimes(factor=factor):
            return f"migration={100 * factor:g}"
        case FertilityStays():
            return "fertility=stays"
        case LivesLonger(years=years, by_year=by_year):
            return f"longer={years:g}&by_year={by_year}"
        case _:
            return ""
