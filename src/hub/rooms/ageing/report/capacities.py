"""Learning places by district: what is offered against what will be asked for, with its range, and what is short."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from hub.commons.documents.document import ChartBlock, Table
from hub.commons.ui.labels import isolated, steps_between
from hub.rooms.ageing.report import words
from hub.rooms.ageing.report.basis import Basis
from hub.rooms.ageing.report.charts import block_of, table_of

Verdict = Literal["short", "perhaps", "enough"]


@dataclass(frozen=True, slots=True)
class Capacity:
    """One district (or one way of learning in it).

    name     in the language
    offered  places offered
    low, middle, high  places asked for: the 80 % interval and the median; all the same where there is no interval
    """

    name: str
    offered: float
    low: float
    middle: float
    high: float

    @property
    def verdict(self) -> Verdict:
        """short: even the low end is above what is offered; enough: even the high end is not."""
        if self.low > self.offered:
            return "short"
        return "enough" if self.high <= self.offered else "perhaps"

    @property
    def lacking(self) -> tuple[float, float]:
        """How many places are short, at the low end and at the high end; 0 where none is."""
        return max(self.low - self.offered, 0.0), max(self.high - self.offered, 0.0)


def capacity_chart(
    basis: Basis, year: int, capacities: tuple[Capacity, ...], *, code: str = "chart-capacity"
) -> ChartBlock:
    """All districts in the order in which they come."""
    from hub.rooms.ageing.report.plates.capacities import capacity_plate

    axis = steps_between(0.0, max(max(one.offered, one.high) for one in capacities), 5)
    ranged = any(one.low < one.high for one in capacities)
    with override(basis.language):
        title = _("%(place)s: learning places offered and asked for, %(year)s") % {"place": basis.place, "year": year}
        plate = capacity_plate(basis.language, tuple(one.name for one in capacities), axis, ranged=ranged)
        return block_of(
            code,
            plate,
            list(_rows(basis, capacities)),
            caption=words.caption(basis, title, has_range=ranged),
            alt=f"{words.sentence(title)} {_alternative(basis, capacities)}",
            table=_table(basis, capacities, title),
        )


def _rows(basis: Basis, capacities: tuple[Capacity, ...]) -> Iterator[dict[str, Any]]:
    for number, one in enumerate(capacities):
        code = str(number)
        yield {"kind": "offered", "code": code, "low": 0, "high": one.offered}
        if one.middle > one.offered:
            yield {"kind": "lacking", "code": code, "low": one.offered, "high": one.middle}
        if one.low < one.high:
            yield {"kind": "range", "code": code, "low": one.low, "high": one.high}
        yield {"kind": "middle", "code": code, "low": one.middle}
        told = isolated(_verdict(basis, one))
        yield {"kind": "verdict", "code": code, "low": 0, "words": told}


def _verdict(basis: Basis, one: Capacity) -> str:
    """What is short, in a few words."""
    low, high = (words.places_unit().write(value, basis.language) for value in one.lacking)
    if one.verdict == "enough":
        return pgettext("learning places", "enough")
    if one.verdict == "perhaps":
        return _("short by up to %(high)s") % {"high": high}
    if low == high:
        return _("short by %(high)s") % {"high": high}
    return _("short by %(low)s–%(high)s") % {"low": low, "high": high}


def _table(basis: Basis, capacities: tuple[Capacity, ...], title: str) -> Table:
    heads = words.range_heads(has_range=True)
    columns = [(pgettext("part of a city", "District"), 2.0), (_("offered"), 0.9)]
    columns += [(words.headed(_("asked for"), head), 1.2) for head in heads]
    columns.append((_("What is short"), 1.5))
    unit, rows = words.places_unit(), []
    for one in capacities:
        told = (unit.write(value, basis.language) for value in (one.offered, one.low, one.middle, one.high))
        rows.append([one.name, *told, _verdict(basis, one)])
    return table_of(words.rounded(title, unit.significant), columns, rows)


def _alternative(basis: Basis, capacities: tuple[Capacity, ...]) -> str:
    """How many districts lack places for certain or perhaps, and where most are lacking."""
    counts = {"all": len(capacities)}
    for verdict in ("short", "perhaps", "enough"):
        counts[verdict] = sum(one.verdict == verdict for one in capacities)
    said = _(
        "Districts: %(all)s. Short even at the low end of the 80%% interval: %(short)s; short only towards its high end:"
        " %(perhaps)s; enough: %(enough)s."
    )
    worst = max(capacities, key=lambda one: one.middle - one.offered)
    if worst.verdict == "enough":
        return said % counts
    told = {"name": worst.name, "verdict": _verdict(basis, worst)}
    return " ".join((said % counts, _("Most are lacking in %(name)s: %(verdict)s.") % told))
