"""The readiness matrix: every age-friendly indicator, by how it was measured, with its value and how far to trust it.

There is no score: what is not measured is seen as such.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from hub.commons.documents.document import ChartBlock, Column, Row, Table
from hub.commons.ui.labels import isolated
from hub.rooms.ageing.engine.readiness.age_friendly import DEFINITIONS, AgeFriendliness, Reading
from hub.rooms.ageing.engine.readiness.age_friendly import Entry as Indicator
from hub.rooms.ageing.phrases.readiness import (
    AGE_FRIENDLY_DOMAINS,
    AGE_FRIENDLY_NAMES,
    CONFIDENCE_NAMES,
    DEFINITION_NAMES,
    KIND_NAMES,
    STATUS_NAMES,
)
from hub.rooms.ageing.report import words
from hub.rooms.ageing.report.basis import Basis, Unit
from hub.rooms.ageing.report.charts import block_of


def readiness_chart(
    basis: Basis, year: int, friendliness: AgeFriendliness, *, code: str = "chart-readiness"
) -> ChartBlock:
    """The matrix of a place.

    year  in which the place wrote it down
    """
    from hub.rooms.ageing.report.plates.readiness import readiness_plate

    used = [one for one in DEFINITIONS if one != "own" or any(_of(entry, one) for entry in friendliness.entries)]
    with override(basis.language):
        title = _("%(place)s: age-friendly indicators, %(year)s") % {"place": basis.place, "year": year}
        return block_of(
            code,
            readiness_plate(basis.language, tuple(_lines(friendliness)), tuple(used)),
            list(_rows(basis, friendliness, used)),
            caption=f"{words.sentence(title)} {_kept(friendliness)} {_source(basis)}",
            alt=f"{words.sentence(title)} {_alternative(friendliness)}",
            table=_table(basis, friendliness, title),
        )


def _lines(friendliness: AgeFriendliness) -> Iterator[tuple[str, str, bool]]:
    """Code and name of every line, and whether it is a domain."""
    for domain in friendliness.domains:
        inside = friendliness.inside(domain.domain)
        if inside:
            yield f"domain-{domain.domain}", str(AGE_FRIENDLY_DOMAINS[domain.domain]), True
        yield from ((entry.indicator.code, str(AGE_FRIENDLY_NAMES[entry.indicator.code]), False) for entry in inside)


def _of(entry: Indicator, definition: str) -> Reading | None:
    """The reading by a definition, where it has a value."""
    readings = (one for one in entry.readings if one.measurement.definition == definition)
    return next((one for one in readings if one.measurement.value is not None), None)


def _rows(basis: Basis, friendliness: AgeFriendliness, used: list[str]) -> Iterator[dict[str, Any]]:
    for entry in friendliness.entries:
        code = entry.indicator.code
        found = [(at, reading) for at, one in enumerate(used) if (reading := _of(entry, one))]
        for at, reading in found:
            place = {"low": at + 0.03, "middle": at + 0.5, "high": at + 0.97}
            told = _value(basis, reading, with_year=True)
            yield {"kind": reading.measurement.confidence, "code": code, "words": told, **place}
        if not found:
            said = isolated(str(STATUS_NAMES[entry.status]))
            yield {"kind": "gap", "code": code, "low": 0, "middle": 0, "words": said}


def _value(basis: Basis, reading: Reading, *, with_year: bool) -> str:
    said = words.with_unit(Unit("", digits=1).write(reading.measurement.value, basis.language), reading.unit)
    year = reading.measurement.year
    return isolated(f"{said} · {year}") if with_year and year else said


def _table(basis: Basis, friendliness: AgeFriendliness, title: str) -> Table:
    """A row for every value, and one for every indicator without any."""
    columns = (
        Column(_("Indicator"), share=2.2),
        Column(_("Kind"), share=1.0),
        Column(_("How it was measured"), share=1.1),
        Column(_("Value"), "number", 1.0),
        Column(_("Year"), "number", 0.6),
        Column(_("Confidence"), share=1.2),
        Column(_("Source"), share=1.6),
    )
    rows = []
    for domain in friendliness.domains:
        inside = friendliness.inside(domain.domain)
        if inside:
            rows.append(Row((str(AGE_FRIENDLY_DOMAINS[domain.domain]), *[""] * (len(columns) - 1)), kind="group"))
        for entry in inside:
            rows += [Row(cells) for cells in _told(basis, entry, str(AGE_FRIENDLY_NAMES[entry.indicator.code]))]
    return Table(title, columns, tuple(rows))


def _told(basis: Basis, entry: Indicator, name: str) -> Iterator[tuple[str, ...]]:
    kind = str(KIND_NAMES[entry.indicator.kind])
    found = [reading for one in DEFINITIONS if (reading := _of(entry, one))]
    if not found:
        yield name, kind, "", str(STATUS_NAMES[entry.status]), "", "", ""
    for reading in found:
        said = reading.measurement
        how = said.wording or str(DEFINITION_NAMES[said.definition])
        value = _value(basis, reading, with_year=False)
        yield name, kind, how, value, str(said.year or ""), str(CONFIDENCE_NAMES[said.confidence]), said.source


def _source(basis: Basis) -> str:
    return _(
        "Values as the city states them, each with its own definition; no score is made of them. Source: %(source)s."
    ) % {"source": basis.source}


def _kept(friendliness: AgeFriendliness) -> str:
    """How much is measured; no score is made of it."""
    coverage = friendliness.coverage
    return _("Measured: %(core)s of %(core_of)s core indicators, %(more)s of %(more_of)s supplementary ones.") % {
        "core": coverage.core_measured,
        "core_of": coverage.core_of,
        "more": coverage.supplementary_measured,
        "more_of": coverage.supplementary_of,
    }


def _alternative(friendliness: AgeFriendliness) -> str:
    missing = [
        str(AGE_FRIENDLY_NAMES[entry.indicator.code])
        for entry in friendliness.entries
        if entry.indicator.kind == "core" and not any(_of(entry, one) for one in DEFINITIONS)
    ]
    if not missing:
        return _kept(friendliness)
    told = _("Core indicators without a value: %(names)s.") % {"names": words.listed(missing)}
    return f"{_kept(friendliness)} {told}"
