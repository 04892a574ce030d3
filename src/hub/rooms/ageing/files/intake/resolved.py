"""Labels of facts to spans, sexes, days and places; what cannot be read is told and left out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from hub.commons.tables.faults import Faults
from hub.kit.errors import Severity
from hub.rooms.ageing.engine.groups import OLDEST, Span, has_shared_bounds, without_shared_bounds
from hub.rooms.ageing.engine.tables import Address
from hub.rooms.ageing.files.intake.dates import Reference, find_day_of_year, find_reference, read_reference
from hub.rooms.ageing.files.intake.labels import AgeLabel, read_age
from hub.rooms.ageing.files.intake.layout import Fact, Layout
from hub.rooms.ageing.files.intake.numbers import read_numbers
from hub.rooms.ageing.files.intake.sexes import read_sexes
from hub.rooms.ageing.files.intake.words import TOTAL, fold

# Heading of figures in SDMX-CSV, whose numbers always have a point.
SDMX_VALUE = "obs_value"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its coordinates. `age` is a span, or "total" or "unknown"; `sex` m, f, t or u; `place` "" the city."""

    day: date
    place: str
    sex: str
    age: Span | str
    persons: float
    address: Address


@dataclass(frozen=True, slots=True)
class _Placed:
    layout: Layout
    fact: Fact

    @property
    def text(self) -> str:
        return self.layout.grid.rows[self.fact.row][self.fact.column]

    @property
    def address(self) -> Address:
        return self.layout.grid.address(self.fact.row, self.fact.column)


def resolve_figures(layouts: Sequence[Layout], faults: Faults, *, today: date, day: date | None) -> list[Figure]:
    """The figures of all layouts in the order of the file.

    day    reference day for figures that the file gives none for; `today` helps where nobody says one
    Faults: age_unreadable, sex_unreadable, date_unreadable, date_absent, date_is_year, figure_unreadable and notes.
    """
    placed = [_Placed(layout, fact) for layout in layouts for fact in layout.facts]
    ages = _ages(placed, faults)
    sexes = _sexes(placed, faults)
    days = _days(placed, layouts, faults, today=today, given=day)
    places = _places(placed)
    kept = [
        one
        for one in placed
        if one.fact.labels.age in ages and one.fact.labels.sex in sexes and one.fact.labels.day in days
    ]
    persons = _persons(kept, faults)
    return [
        Figure(
            days[one.fact.labels.day],
            places[one.fact.labels.place],
            sexes[one.fact.labels.sex],
            ages[one.fact.labels.age],
            value,
            one.address,
        )
        for one, value in zip(kept, persons, strict=True)
    ]


def _firsts(placed: Sequence[_Placed], label: Callable[[Fact], str]) -> dict[str, _Placed]:
    """Each different label with the first fact that bears it."""
    firsts: dict[str, _Placed] = {}
    for one in placed:
        firsts.setdefault(label(one.fact), one)
    return firsts


def _ages(placed: Sequence[_Placed], faults: Faults) -> dict[str, Span | str]:
    firsts = _firsts(placed, lambda fact: fact.labels.age)
    read = {label: read_age(label) for label in firsts if label}
    for label, age in read.items():
        address = firsts[label].address
        if age is None:
            add_at(faults, "age_unreadable", address, "warning", found=label, allowed="0, 0-4, 85+")
        elif age.is_date:
            add_at(faults, "age_as_date", address, "note", found=label, allowed=age.span.text if age.span else "")
    known = {label: age for label, age in read.items() if age is not None}
    spans = {label: age.span for label, age in known.items() if age.span is not None}
    spans = _without_conventions(spans, known, firsts, faults)
    highest = max((span.end for span in spans.values()), default=0)
    meanings: dict[str, Span | str] = {
        label: age.kind for label, age in known.items() if age.kind in ("total", "unknown")
    }
    meanings |= {label: Span(min(highest, OLDEST), None) for label, age in known.items() if age.kind == "open"}
    return {**meanings, **spans}


def _without_conventions(
    spans: Mapping[str, Span], known: Mapping[str, AgeLabel], firsts: Mapping[str, _Placed], faults: Faults
) -> dict[str, Span]:
    """Groups named by their first age alone (0, 5, 10 …), and groups whose upper ends are not meant (0-5, 5-10 …)."""
    changed = dict(spans)
    bare = sorted({span.first for label, span in spans.items() if known[label].is_bare})
    steps = set(np.diff(bare).tolist())
    if len(bare) > 5 and (steps == {5} or (bare[:3] == [0, 1, 5] and set(np.diff(bare[2:]).tolist()) == {5})):
        following = dict(zip(bare, [*(age - 1 for age in bare[1:]), None], strict=True))
        for label, span in spans.items():
            if known[label].is_bare:
                changed[label] = Span(span.first, following[span.first])
        add_at(
            faults,
            "ages_are_starts",
            firsts[next(iter(spans))].address,
            "note",
            found=bare[1],
            allowed=f"{bare[1]}–{bare[2] - 1}",
        )
    elif has_shared_bounds(spans.values()):
        first = next(label for label, span in spans.items() if span.last not in (None, span.first))
        add_at(faults, "groups_share_ends", firsts[first].address, "warning", found=first)
        changed = {label: without_shared_bounds(span) for label, span in spans.items()}
    return changed


def _sexes(placed: Sequence[_Placed], faults: Faults) -> dict[str, str]:
    firsts = _firsts(placed, lambda fact: fact.labels.sex)
    meanings = read_sexes(label for label in firsts if label)
    for label, meaning in meanings.items():
        if not meaning:
            others = ", ".join(one for one in meanings if one != label)
            severity: Severity = "warning" if "m" in meanings.values() and "f" in meanings.values() else "error"
            add_at(faults, "sex_unreadable", firsts[label].address, severity, found=label, others_found=others)
    return {"": "t", **{label: meaning for label, meaning in meanings.items() if meaning}}


def _days(
    placed: Sequence[_Placed], layouts: Sequence[Layout], faults: Faults, *, today: date, given: date | None
) -> dict[str, date]:
    titles = [title for layout in layouts for title in layout.titles]
    stated = [found for title in titles if (found := find_reference(title))]
    firsts = _firsts(placed, lambda fact: fact.labels.day)
    days: dict[str, date] = {}
    for label, one in firsts.items():
        reference = read_reference(label) or find_reference(label) if label else _of_titles(stated, one, given)
        if reference is None and label:
            add_at(faults, "date_unreadable", one.address, "warning", found=label, allowed="2020, 2020-12-31")
            if len(firsts) > 1:
                continue
            reference = _of_titles(stated, one, given)
        if reference is None:
            reference = Reference(date(today.year, 1, 1), False)
            add_at(faults, "date_absent", one.address, "warning", allowed=reference.day.isoformat())
        days[label] = _day_in_year(reference, titles, stated) or reference.day
        if reference.is_year and _day_in_year(reference, titles, stated) is None:
            severity: Severity = "note" if _is_eurostat(one.layout) else "warning"
            allowed = reference.day.isoformat()
            add_at(faults, "date_is_year", one.address, severity, found=reference.day.year, allowed=allowed)
    return days


def _day_in_year(reference: Reference, titles: Sequence[str], stated: Sequence[Reference]) -> date | None:
    """The day of a year alone: as a title gives it, with the year or for all years; None where none does."""
    if not reference.is_year:
        return reference.day
    for found in stated:
        if not found.is_year and found.day.year == reference.day.year:
            return found.day
    days = [day for title in titles if (day := find_day_of_year(title))]
    return date(reference.day.year, *days[0]) if days else None


def _of_titles(stated: Sequence[Reference], one: _Placed, given: date | None) -> Reference | None:
    """The day of figures without a label of their own: as asked for, as titled, or as the file is named."""
    if given:
        return Reference(given, False)
    full = next((found for found in stated if not found.is_year), None)
    return full or next(iter(stated), None) or find_reference(one.layout.grid.file.rpartition(".")[0].replace("_", " "))


def _is_eurostat(layout: Layout) -> bool:
    """Eurostat's populations are those of 1 January."""
    heads = {fold(cell) for cell in layout.grid.rows[0]} if layout.grid.rows else set()
    return SDMX_VALUE in heads and "time_period" in heads


def _places(placed: Sequence[_Placed]) -> dict[str, str]:
    """Places by label; the city as a whole, or the only place that there is, is blank."""
    labels = list(dict.fromkeys(one.fact.labels.place for one in placed))
    named = [label for label in labels if label and fold(label) not in TOTAL]
    if len(named) <= 1 and not any(fold(label) in TOTAL for label in labels):
        return dict.fromkeys(labels, "")
    return {label: label if label in named else "" for label in labels}


def _persons(kept: Sequence[_Placed], faults: Faults) -> list[float]:
    """Persons of each fact; unreadable and negative ones are gaps and told."""
    exact = [one.layout.grid.is_exact(one.fact.row, one.fact.column) or _is_sdmx(one) for one in kept]
    numbers = read_numbers([one.text for one in kept], exact)
    for position in numbers.unreadable:
        add_at(faults, "figure_unreadable", kept[position].address, "warning", found=kept[position].text)
    if numbers.marked:
        first = kept[numbers.marked[0]]
        add_at(faults, "figures_marked", first.address, "note", found=first.text, count=len(numbers.marked))
    if numbers.assumed is not None:
        one = kept[numbers.assumed]
        value = f"{numbers.values[numbers.assumed]:.10g}"
        add_at(faults, "separator_assumed", one.address, "warning", found=one.text, allowed=value)
    factors = np.array([one.fact.factor for one in kept])
    if (factors != 1.0).any():
        at = int(np.argmax(factors != 1.0))
        add_at(faults, "figures_in_units", kept[at].address, "note", found=kept[at].text, factor=f"{factors[at]:,.0f}")
    persons = numbers.values * factors
    for position in np.flatnonzero(persons < 0).tolist():
        add_at(faults, "persons_negative", kept[position].address, "warning", found=kept[position].text)
        persons[position] = np.nan
    return list(map(float, persons.tolist()))


def _is_sdmx(one: _Placed) -> bool:
    return fold(one.layout.grid.rows[0][one.fact.column]) == SDMX_VALUE


def add_at(
    faults: Faults,
    code: str,
    address: Address,
    severity: Severity,
    *,
    found: object = "",
    allowed: str = "",
    **said: object,
) -> None:
    """Note a finding at the cell of a figure."""
    faults.add(code, severity=severity, found=found, allowed=allowed, row=address.row, column=address.column, **said)
