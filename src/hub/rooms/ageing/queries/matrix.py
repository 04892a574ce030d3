"""How ready a place is, in the rows that a page shows."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.template.defaultfilters import floatformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hub.rooms.ageing.engine.readiness.age_friendly import (
    DEFINITIONS,
    MEASURED,
    NOT_MEASURED,
    NOT_REPORTED,
    OWN,
    RATE,
    Coverage,
    Entry,
)
from hub.rooms.ageing.engine.readiness.age_friendly import Reading as Read
from hub.rooms.ageing.phrases.readiness import (
    AGE_FRIENDLY_DEFINITIONS,
    AGE_FRIENDLY_DOMAINS,
    AGE_FRIENDLY_NAMES,
    CONFIDENCE_NAMES,
    COVERAGE_NOTE,
    MEASURE_UNITS,
)
from hub.rooms.ageing.phrases.readings import GAP_UNITS, SHORT_DEFINITIONS
from hub.rooms.ageing.queries.readings import Readiness


@dataclass(frozen=True, slots=True)
class Cell:
    """What is said by one definition: measured, not_measured or not_reported; `told` is the figure with its unit."""

    definition: str
    head: str
    means: str
    status: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class GapLine:
    """A group against the reference group; `ratio` is blank where the reference is 0."""

    group: str
    difference: str
    ratio: str
    behind: bool


@dataclass(frozen=True, slots=True)
class EquityLine:
    """How unevenly a figure is spread.

    worst   the group that is furthest behind, None where nobody is; `behind_by` is how far
    gained  by how much the figure would improve if all were as well off as the reference; blank where it would not
    """

    head: str
    reference: str
    worst: GapLine | None
    behind_by: str
    gained: str
    gaps: tuple[GapLine, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where a figure comes from and how far to trust it."""

    head: str
    source: str
    year: int | None
    confidence: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator: a cell for each definition, in the order of the engine."""

    code: str
    name: str
    is_core: bool
    cells: tuple[Cell, ...]
    equity: tuple[EquityLine, ...]
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class DomainRows:
    """A domain with its coverage; `is_counted` is false for the one beside the eight."""

    code: str
    name: str
    is_counted: bool
    coverage: Coverage
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """All domains; `note` says how much is measured and why there is no score."""

    framework: str
    source: str
    note: str
    heads: tuple[str, ...]
    domains: tuple[DomainRows, ...]


def matrix_of(readiness: Readiness) -> Matrix:
    """The age-friendly indicators of a place."""
    framework, friendly = readiness.frameworks.age_friendly, readiness.age_friendly
    coverage = {one.domain: one for one in friendly.domains}
    counted = {"measured": friendly.coverage.core_measured, "of": friendly.coverage.core_of}
    return Matrix(
        framework=framework.code,
        source=framework.source,
        note=str(COVERAGE_NOTE) % counted,
        heads=tuple(str(SHORT_DEFINITIONS[one]) for one in DEFINITIONS),
        domains=tuple(
            DomainRows(
                code=domain.code,
                name=str(AGE_FRIENDLY_DOMAINS[domain.code]),
                is_counted=domain.is_counted,
                coverage=coverage[domain.code],
                rows=tuple(_row(entry) for entry in friendly.inside(domain.code)),
            )
            for domain in framework.domains
        ),
    )


def written(value: float, unit: str) -> str:
    """A figure, rounded for a page: rates to two places, others to one."""
    return number_format(f"{round(value, 2 if unit == RATE else 1):.12g}")


def _row(entry: Entry) -> IndicatorRow:
    reads = {one.measurement.definition: one for one in entry.readings}
    measured = [reads[one] for one in DEFINITIONS if one in reads and reads[one].measurement.value is not None]
    return IndicatorRow(
        code=entry.indicator.code,
        name=str(AGE_FRIENDLY_NAMES[entry.indicator.code]),
        is_core=entry.indicator.kind == "core",
        cells=tuple(_cell(entry, one, reads.get(one)) for one in DEFINITIONS),
        equity=tuple(_equity_lines(measured)),
        sources=tuple(_source_line(one) for one in measured),
    )


def _cell(entry: Entry, definition: str, read: Read | None) -> Cell:
    head = str(SHORT_DEFINITIONS[definition])
    means = str(AGE_FRIENDLY_DEFINITIONS[entry.indicator.code].get(definition, ""))
    if read is None:
        return Cell(definition, head, means, NOT_REPORTED)
    if definition == OWN:
        means = read.measurement.wording
    if read.measurement.value is None:
        return Cell(definition, head, means, NOT_MEASURED)
    told = written(read.measurement.value, read.unit)
    unit = "" if read.unit == RATE else f" {MEASURE_UNITS[read.unit]}"
    return Cell(definition, head, means, MEASURED, told + unit)


def _equity_lines(measured: list[Read]) -> Iterator[EquityLine]:
    for read in measured:
        if read.equity is None:
            continue
        gaps = tuple(
            GapLine(
                one.group,
                _signed(one.difference, read.unit),
                "" if one.ratio is None else str(floatformat(one.ratio, 2)),
                one.behind,
            )
            for one in read.equity.gaps
        )
        behind = [(abs(one.difference), at) for at, one in enumerate(read.equity.gaps) if one.behind]
        furthest, at = max(behind, default=(0.0, -1))
        gained = read.equity.attributable
        yield EquityLine(
            head=str(SHORT_DEFINITIONS[read.measurement.definition]),
            reference=read.equity.reference,
            worst=gaps[at] if behind else None,
            behind_by=_difference(furthest, read.unit) if behind else "",
            gained=_difference(gained, read.unit) if gained > 0 else "",
            gaps=gaps,
        )


def _source_line(read: Read) -> SourceLine:
    said = read.measurement
    # The text of an own definition stands under its figure already.
    source = _("see the definition") if said.definition == OWN else said.source
    confidence = str(CONFIDENCE_NAMES[said.confidence])
    return SourceLine(str(SHORT_DEFINITIONS[said.definition]), source, said.year, confidence)


def _difference(value: float, unit: str) -> str:
    return f"{written(value, unit)} {GAP_UNITS.get(unit, '')}".strip()


def _signed(value: float, unit: str) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{written(abs(value), unit)}"
