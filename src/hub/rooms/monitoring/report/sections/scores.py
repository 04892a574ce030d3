"""Scores: how they are spread within each group of places and across all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from hub.commons.documents.document import ChartBlock, Column, Reference, Row, Section, Table, Text
from hub.rooms.monitoring.engine.framework import INDEX
from hub.rooms.monitoring.engine.keys import ALL
from hub.rooms.monitoring.engine.places import Grouping
from hub.rooms.monitoring.report.charts import strips_plate
from hub.rooms.monitoring.report.sections.reading import Reading, group_section, ordered_names

SPREAD = ("count", "least", "quartile-low", "median", "quartile-high", "most")
# The axis ends at the next multiple of this.
AXIS_STEP = 5


@dataclass(frozen=True, slots=True)
class _Strip:
    """A row of the chart: all places, or a group. `who` as in keys."""

    who: str
    name: str
    places: tuple[str, ...]
    low: float
    middle: float
    high: float


def scores_section(reading: Reading) -> Section:
    """One chart with its table."""
    text = Text((_("How the scores of the index are spread, within each group of places and across all of them."),))
    strips = _strips(reading)
    plate = strips_plate(
        reading.frame,
        ordered_names(reading, [_drawn(strip) for strip in strips]),
        title=_("score of the index"),
        ends=_ends(reading),
    )
    caption = _("Scores of the index: every place is a dot; groups in the order of their medians.")
    own = tuple(dot for strip in strips for dot in _dots(reading, strip))
    chart = ChartBlock("chart-scores", caption, _alt(strips), plate, own, _table(reading, strips), folded=False)
    return Section("scores", _("Scores"), 2, (text, chart))


def finest_grouping(reading: Reading) -> Grouping | None:
    """The grouping with the most groups; None where places are not grouped."""
    return max(reading.run.recipe.groupings, key=lambda grouping: len(grouping.groups), default=None)


def _strips(reading: Reading) -> list[_Strip]:
    """All places first, then the groups that have scores, highest median first."""
    grouping = finest_grouping(reading)
    groups = grouping.groups if grouping else ()
    sets = [(ALL, _("All places"), reading.scored)]
    sets += [(f"@{group.code}", reading.group(group), reading.run.places.members(group.code)) for group in groups]
    strips = [
        _Strip(who, name, places, *spread) for who, name, places in sets if (spread := reading.spread(INDEX, places))
    ]
    return sorted(strips, key=lambda strip: (strip.who != ALL, -strip.middle))


def _drawn(strip: _Strip) -> dict[str, Any]:
    ends = {"low": strip.low, "middle": strip.middle, "high": strip.high}
    return {"code": strip.who, "name": strip.name, "bold": strip.who == ALL, **ends}


def _dots(reading: Reading, strip: _Strip) -> list[Mapping[str, Any]]:
    scores = [(place, reading.score(place, INDEX)) for place in strip.places]
    return [
        {"code": strip.who, "score": score, "jitter": _jitter(place)} for place, score in scores if score is not None
    ]


def _jitter(place: str) -> float:
    """Where a dot stands across its row, -1 to 1: by the code of the place, so that it is the same every time."""
    return int.from_bytes(sha256(place.encode()).digest()[:4], "big") / 2**31 - 1


def _ends(reading: Reading) -> tuple[float, float]:
    scores = reading.scores_of(INDEX)
    return AXIS_STEP * (float(scores.min()) // AXIS_STEP), AXIS_STEP * (float(scores.max()) // AXIS_STEP + 1)


def _table(reading: Reading, strips: list[_Strip]) -> Table:
    labels = (_("Places"), _("Lowest"), _("Lower quartile"), _("Median"), _("Upper quartile"), _("Highest"))
    columns = (Column(_("Group"), share=2.4), *(Column(label, "number") for label in labels))
    index = reading.run.framework.node(INDEX)
    rows = []
    for strip in strips:
        name = strip.name if strip.who == ALL else Reference(strip.name, group_section(strip.who.removeprefix("@")))
        cells = (reading.statistic(strip.who, index, aspect) for aspect in SPREAD)
        rows.append(Row((name, *cells), reading.stem(strip.who, INDEX)))
    return Table(_("Scores of the index by group"), columns, tuple(rows))


def _alt(strips: list[_Strip]) -> str:
    groups = strips[1:]
    if not groups:
        return _("Scores of the index of all places as dots over their middle half.")
    said = {"highest": groups[0].name, "lowest": groups[-1].name}
    apart = groups[0].middle - groups[-1].middle
    if all(strip.high - strip.low > apart for strip in groups):
        return _(
            "Scores of all places as dots, one row a group. The median is highest in %(highest)s and lowest in "
            "%(lowest)s; within every group the scores spread more widely than the medians differ."
        ) % said  # fmt: skip
    return _(
        "Scores of all places as dots, one row a group. The median is highest in %(highest)s and lowest in %(lowest)s."
    ) % said  # fmt: skip
