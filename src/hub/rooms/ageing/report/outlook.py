"""An outlook as sections: the years ahead in charts, and its indicators with their ranges and beside peers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import override

from hub.commons.documents.document import Block, Column, Document, Gap, Row, Section, Table, Text
from hub.commons.documents.figures import is_rtl, write_day
from hub.kit.figures import Figure
from hub.rooms.ageing.engine.indicators.registry import INDICATORS
from hub.rooms.ageing.engine.trajectories.quantiles import Summary
from hub.rooms.ageing.files.packing import Results
from hub.rooms.ageing.models import Outlook
from hub.rooms.ageing.phrases.indicators import INDICATOR_NAMES, INDICATOR_VARIANTS
from hub.rooms.ageing.phrases.outlook import say_calibration, say_interval
from hub.rooms.ageing.report import words
from hub.rooms.ageing.report.basis import Basis, Quantiles, Unit
from hub.rooms.ageing.report.changes import Change, Changes, change_chart
from hub.rooms.ageing.report.fans import Fan, fan_chart
from hub.rooms.ageing.report.pyramids import Pyramids

# The figures that are drawn through the years, in the order of their charts.
DRAWN = ("pop65", "pct65", "oadr65_20_64", "pop")
SHOWN = ("pop", "pop65", "pop80", "pct65", "pct80", "oadr65_20_64", "oadr65_15_64", "psr20_64_65", "median_age")
LOW, MEDIAN, HIGH = 1, 2, 3
COMPARED = "pct65"


@dataclass(frozen=True)
class Peer:
    """Another place, or the country, beside which a place is shown: share of people of 65 and over in two years."""

    name: str
    then: float | None
    low: float | None
    middle: float
    high: float | None


@dataclass(frozen=True)
class Subject:
    """An outlook with its arrays, in a language.

    source  who counted, in the words of those who sent the figures; blank where they did not say
    """

    outlook: Outlook
    results: Results
    language: str

    @property
    def summary(self) -> Summary:
        return self.results.summary

    def key(self, item: str) -> str:
        """What a printed figure leads back by."""
        return f"{self.outlook.code}.{self.outlook.place.code}.{item}"

    def years_shown(self) -> tuple[int, ...]:
        """The base and every tenth year of the projection."""
        years = self.summary.years
        ahead = tuple(year for year in (years[0] + 10, years[0] + 20, years[0] + 30) if year <= years[-1])
        return (years[0], *(ahead or (years[-1],)))

    def figure(self, item: str, year: int, quantile: int) -> float | None:
        """One quantile of an item in a year; None for a gap."""
        value = float(self.summary.of(item)[self.summary.years.index(year), quantile])
        return value if np.isfinite(value) else None


def basis_of(subject: Subject) -> Basis:
    """What every caption of an outlook says."""
    outlook = subject.outlook
    with override(subject.language):
        counted = [one.get("source", "") for one in outlook.made_from if one.get("kind") == "population"]
        named = ", ".join(dict.fromkeys(filter(None, counted))) or _("counted by the place itself")
        national = _("United Nations, World Population Prospects 2024")
        return Basis(
            place=outlook.place.name,
            base=outlook.base_date,
            source=_("%(counted)s; rates of the country: %(national)s") % {"counted": named, "national": national},
            language=subject.language,
            interval=say_calibration(),
        )


def pyramids_of(subject: Subject) -> Pyramids:
    """The people of every year for the moving pyramid."""
    summary = subject.summary
    return Pyramids(
        years=summary.years,
        people=Quantiles(summary.pyramids, summary.probabilities),
        older=Quantiles(summary.of("pct65"), summary.probabilities),
        base=summary.years[0],
    )


def fan_of(subject: Subject, item: str, *, scenario: tuple[tuple[int, float], ...] = (), name: str = "") -> Fan:
    """The chart of one figure through the years."""
    summary = subject.summary
    official: tuple[tuple[int, float], ...] = ()
    if item == "pop" and len(subject.results.official):
        known = zip(summary.years, subject.results.official, strict=True)
        official = tuple((year, float(total)) for year, total in known if np.isfinite(total))
    with override(subject.language):
        return Fan(
            title=str(INDICATOR_NAMES[item]),
            unit=unit_of(item),
            years=summary.years,
            figures=Quantiles(summary.of(item), summary.probabilities),
            official=official,
            scenario=scenario,
            scenario_name=name,
        )


def unit_of(item: str) -> Unit:
    """How figures of an indicator are written."""
    indicator = INDICATORS[item]
    if indicator.unit == "persons":
        return words.persons()
    if indicator.unit == "percent":
        return words.percent()
    return Unit(
        {"per_hundred": _("for every hundred"), "years": _("years"), "ratio": ""}[indicator.unit], indicator.digits
    )


def years_section(subject: Subject) -> Section:
    """The figures that planners ask for first, through the years, each with its range."""
    basis = basis_of(subject)
    charts = [fan_chart(basis, fan_of(subject, item), code=f"chart-{item}") for item in DRAWN]
    with override(subject.language):
        told = _(
            "The darker band holds four of five futures, the lighter one nineteen of twenty; the line is the "
            "middle one. %(interval)s"
        ) % {"interval": say_interval(subject.outlook.assumed)}
        return Section("years", _("The years ahead"), 1, (Text((told,)), *charts))


def indicators_section(subject: Subject, peers: Sequence[Peer] = ()) -> Section:
    """All indicators with their ranges, and the first of them beside peers."""
    blocks: list[Block] = [indicators_table(subject)]
    years = (subject.summary.years[0], subject.years_shown()[-1])
    with override(subject.language):
        if peers:
            changes = Changes(
                title=str(INDICATOR_NAMES[COMPARED]),
                unit=unit_of(COMPARED),
                years=years,
                rows=(_own(subject, years), *(Change(**peer.__dict__) for peer in peers)),
            )
            blocks.append(change_chart(basis_of(subject), changes, code="chart-peers"))
        explained = tuple(f"{INDICATOR_NAMES[item]}: {INDICATOR_VARIANTS[item]}" for item in SHOWN[3:])
        blocks.append(Text(explained))
        return Section("indicators", _("Indicators, with their ranges"), 1, tuple(blocks))


def _own(subject: Subject, years: tuple[int, int]) -> Change:
    then, later = years
    low, middle, high = (subject.figure(COMPARED, later, one) for one in (LOW, MEDIAN, HIGH))
    name = subject.outlook.place.name
    return Change(name, subject.figure(COMPARED, then, MEDIAN), low, middle or 0.0, high, bold=True)


def indicators_table(subject: Subject, items: Sequence[str] = SHOWN) -> Table:
    """The base year, and the ends of the 80 % interval of the years ahead."""
    base, *ahead = subject.years_shown()
    with override(subject.language):
        columns = [Column(_("Indicator"), share=2.6), Column(str(base), "number")]
        for year in ahead:
            columns += [
                Column(_("%(year)s, from") % {"year": year}, "number"),
                Column(_("%(year)s, to") % {"year": year}, "number"),
            ]
        rows = tuple(_indicator_row(subject, item, base, ahead) for item in items)
        caption = _("Indicators of %(place)s: base year, and the range of four of five futures") % {
            "place": subject.outlook.place.name
        }
        return Table(caption, tuple(columns), rows, home=True)


def _indicator_row(subject: Subject, item: str, base: int, ahead: Sequence[int]) -> Row:
    key, digits = subject.key(item), INDICATORS[item].digits
    cells = [figure_cell(subject.figure(item, base, MEDIAN), f"{key}:{base}", digits)]
    for year in ahead:
        cells += [
            figure_cell(subject.figure(item, year, end), f"{key}:{year}-{name}", digits)
            for end, name in ((LOW, "low"), (HIGH, "high"))
        ]
    return Row((defined(subject, item), *cells), key)


def defined(subject: Subject, item: str) -> str:
    """The name of an indicator with its formula, which is written from left to right in every language."""
    formula = INDICATORS[item].variant
    if is_rtl(subject.language):
        formula = f"\u2066{formula}\u2069"
    return f"{INDICATOR_NAMES[item]} ({formula})"


def figure_cell(value: float | None, key: str, digits: int) -> Figure | Gap:
    """A figure of a table, or the word for none, in the active language."""
    return Gap(words.no_value(), key) if value is None else Figure(value, key, digits=digits)


def document_of(subject: Subject, sections: Sequence[Section], *, title: str, subtitle: str = "") -> Document:
    """Sections of an outlook as a document, for the renderers."""
    outlook = subject.outlook
    return Document(
        title=title,
        subtitle=subtitle,
        language=subject.language,
        date=day_of(outlook),
        run=outlook.code,
        sections=tuple(sections),
        synthetic=outlook.place.is_synthetic,
    )


def day_of(outlook: Outlook) -> date:
    """The day on which an outlook was made."""
    return outlook.made_at.date()


def subtitle_of(subject: Subject) -> str:
    """Base, date, method and seed in one line."""
    outlook = subject.outlook
    with override(subject.language):
        return _("Base %(base)s, made on %(made)s, projection %(code)s, seed %(seed)s, %(number)s futures") % {
            "base": write_day(outlook.base_date, subject.language),
            "made": write_day(day_of(outlook), subject.language),
            "code": outlook.code,
            "seed": outlook.seed,
            "number": outlook.trajectories,
        }
