"""Births and deaths of a city by year, with sex and age where they are told; counts, or rates per person."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from hub.commons.tables.faults import Faults, refuse
from hub.commons.tables.inputs import Input
from hub.kit.errors import Finding
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.groups import Span
from hub.rooms.ageing.engine.tables import Address
from hub.rooms.ageing.files.intake.layout import Fact, Layout, read_layout
from hub.rooms.ageing.files.intake.opening import read_grids
from hub.rooms.ageing.files.intake.resolved import Figure, add_at, resolve_figures
from hub.rooms.ageing.files.intake.words import fold

ALL_AGES = Span(0, None)
# Words of each kind of event, folded; rates before counts, because their names hold those of the counts.
EVENTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "fertility",
        re.compile(
            r"fertility|asfr|fecondite|fecundidad|الخصوبه|生育率|рождаемости|birth rate|natality|natalite|natalidad"
        ),
    ),
    (
        "mortality",
        re.compile(r"mortality|death rate|\bmx\b|mortalite|mortalidad|معدل الوفيات|死亡率|смертност"),
    ),
    ("births", re.compile(r"birth|born|naissance|nacimiento|nacido|مواليد|ولادات|ولاده|出生|родивш|рождени")),
    ("deaths", re.compile(r"death|died|deces|defuncion|muerte|fallecid|وفيات|الوفاه|死亡|умерш|смерт")),
)
RATES = ("fertility", "mortality")
_PER = re.compile(r"(?:per|pour|por|на|لكل|/|każde)\s*(100[ ,.]?000|1[ ,.]?000|cent mille|mille|mil)\b|(‰|每千|千分)")


@dataclass(frozen=True)
class VitalTable:
    """Events of one kind.

    event   births, deaths, fertility (births per woman-year) or mortality (deaths per person-year)
    years   ascending
    sexes   some of m, f, t (both); births: of the child
    spans   ages, of the mother where births are meant; (0+,) where no ages are told
    values  (year, sex, span)  events, or rates per person and year; NaN is a gap
    where   (year, sex, span) -> cell
    """

    event: str
    years: tuple[int, ...]
    sexes: tuple[str, ...]
    spans: tuple[Span, ...]
    values: Array
    where: Mapping[tuple[int, int, int], Address]


@dataclass(frozen=True)
class Vital:
    """The tables of a file by event, and what is to be said."""

    tables: Mapping[str, VitalTable]
    findings: tuple[Finding, ...]


def read_vital(sent: Input, *, today: date, event: str = "", sheet: str = "") -> Vital:
    """Read births, deaths or their rates.

    event  what the figures are where the file does not say (one of births, deaths, fertility, mortality)
    Raises InputRefused("events_absent") where nothing says what the figures are, or no year can be read.
    """
    faults = Faults(sent.name)
    grids = [grid for grid in read_grids(sent) if not sheet or grid.sheet == sheet]
    layouts = [read_layout(grid, is_passed_over=_is_other_share) for grid in grids]
    tables: dict[str, VitalTable] = {}
    for name, own in _by_event(layouts, event).items():
        figures = resolve_figures(own, faults, today=today, day=None)
        if figures:
            tables[name] = _table(name, figures, _per(own), faults)
    faults.refuse()
    if not tables:
        allowed = ", ".join(name for name, _ in EVENTS)
        raise refuse("events_absent", sent.name, allowed=allowed)
    return Vital(tables, (*(finding for layout in layouts for finding in layout.findings), *faults.findings))


def _is_other_share(text: str) -> bool:
    return "%" in text


def event_of(text: str) -> str:
    """The event that a heading or title names; blank for none."""
    folded = fold(text)
    return next((name for name, shape in EVENTS if shape.search(folded)), "")


def _by_event(layouts: Sequence[Layout], event: str) -> dict[str, list[Layout]]:
    """The layouts with only the facts of each event; an event named in a heading or row counts before the title's."""
    found: dict[str, list[Layout]] = {}
    for layout in layouts:
        titled = next((name for title in layout.titles if (name := event_of(title))), "") or event
        titled = titled or event_of(layout.grid.file.rpartition(".")[0].replace("_", " "))
        facts: dict[str, list[Fact]] = {}
        for fact in layout.facts:
            own = event_of(fact.labels.other) or event_of(fact.labels.place)
            if own or titled:
                place = "" if event_of(fact.labels.place) else fact.labels.place
                labels = fact.labels._replace(place=place, age=fact.labels.age or "total")
                facts.setdefault(own or titled, []).append(fact._replace(labels=labels))
        for name, own_facts in facts.items():
            found.setdefault(name, []).append(Layout(layout.grid, tuple(own_facts), layout.titles, ()))
    return found


def _per(layouts: Sequence[Layout]) -> float:
    """Persons that rates are given for: 1, 1,000 or 100,000, as titles and headings say."""
    heads = [cell for layout in layouts for row in layout.grid.rows[:8] for cell in row if cell]
    for text in (*(title for layout in layouts for title in layout.titles), *heads):
        if found := _PER.search(fold(text)):
            many = (found[1] or "").replace(" ", "").replace(",", "").replace(".", "")
            return 1e5 if many in ("100000", "centmille") else 1e3
    return 1.0


def _table(event: str, figures: Sequence[Figure], per: float, faults: Faults) -> VitalTable:
    """Places are taken together as the first one; the figures of all ages only where no ages are told."""
    spans = sorted(
        {figure.age for figure in figures if isinstance(figure.age, Span)}, key=lambda span: (span.first, span.end)
    )
    spans = spans or [ALL_AGES]
    has_ages = any(isinstance(figure.age, Span) for figure in figures)
    years = tuple(sorted({figure.day.year for figure in figures}))
    present = {figure.sex for figure in figures}
    sexes = tuple(sex for sex in ("m", "f", "t") if sex in present) or ("t",)
    values = np.full((len(years), len(sexes), len(spans)), np.nan)
    where: dict[tuple[int, int, int], Address] = {}
    for figure in figures:
        if figure.sex not in sexes or (has_ages and not isinstance(figure.age, Span)):
            continue
        span = figure.age if isinstance(figure.age, Span) else ALL_AGES
        cell = (years.index(figure.day.year), sexes.index(figure.sex), spans.index(span))
        if cell in where:
            first = where[cell].row or "–"
            add_at(faults, "event_repeated", figure.address, "warning", found=f"{figure.persons:.10g}", first=first)
            continue
        values[cell] = figure.persons / (per if event in RATES else 1.0)
        where[cell] = figure.address
    return VitalTable(event, years, sexes, tuple(spans), values, where)
