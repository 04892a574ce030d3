"""The pyramid of the brief: a later year with its ranges, the base year as a line, on half the width of a page."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import override

from hub.commons.documents.document import ChartBlock, Table
from hub.commons.ui.labels import steps_between
from hub.rooms.ageing.engine.ages import SEXES, Array
from hub.rooms.ageing.report import words
from hub.rooms.ageing.report.basis import ENDS_80, Basis
from hub.rooms.ageing.report.charts import block_of, from_ages, table_of
from hub.rooms.ageing.report.pyramids import HALF_BAR, Pyramids

# Ticks of one side: its words have little room.
MOST_STEPS = 2


def people_chart(basis: Basis, pyramids: Pyramids, year: int, *, code: str) -> ChartBlock:
    """The pyramid of a year beside that of the first one.

    year  the nearest one is drawn where it is not among those of the pyramids
    """
    from hub.rooms.ageing.report.plates.halves import half_pyramid_plate

    at = pyramids.position(year)
    years = pyramids.years[0], pyramids.years[at]
    then, low, high = _told(pyramids, at)
    axis = steps_between(0.0, float(max(then.max(), high.max())), MOST_STEPS)
    with override(basis.language):
        title = words.in_year(
            words.people_title(basis), _("%(base)s and %(year)s") % {"base": years[0], "year": years[1]}
        )
        older = words.older_sentence(years[1], pyramids.older_told(at, basis.language))
        return block_of(
            code,
            half_pyramid_plate(basis.language, axis, pyramids.starts, years),
            [*_bars(axis, low, high), *_outline(axis, then)],
            caption=words.caption(basis, title, has_range=True),
            alt=f"{words.sentence(title)} {older} {_largest(basis, pyramids, then)}",
            table=_table(basis, pyramids, title, years),
        )


def _told(pyramids: Pyramids, at: int) -> tuple[Array, Array, Array]:
    """(sex, group) of the base year's middle, and of the ends of the 80 % interval of a year."""
    people = pyramids.people
    return people.median[0], people.at(ENDS_80[0])[at], people.at(ENDS_80[1])[at]


def _bars(axis: tuple[float, ...], low: Array, high: Array) -> Iterator[dict[str, Any]]:
    for sex, group in np.ndindex(low.shape):
        band: dict[str, Any] = {"foot": group + 0.5 - HALF_BAR, "head": group + 0.5 + HALF_BAR}
        ends = [from_ages(axis, float(value[sex, group]), sex) for value in (low, high)]
        yield {"kind": "sure", "from": from_ages(axis, 0.0, sex), "to": ends[0], **band}
        yield {"kind": "range", "from": ends[0], "to": ends[1], **band}


def _outline(axis: tuple[float, ...], then: Array) -> Iterator[dict[str, Any]]:
    """Steps along the ends of the bars of the base year."""
    for sex, group in np.ndindex(then.shape):
        end = from_ages(axis, float(then[sex, group]), sex)
        for order, foot in enumerate((group, group + 1)):
            yield {"kind": f"outline-{SEXES[sex]}", "from": end, "foot": foot, "order": 2 * group + order}


def _table(basis: Basis, pyramids: Pyramids, title: str, years: tuple[int, int]) -> Table:
    then, low, high = _told(pyramids, pyramids.position(years[1]))
    ends = [_("%(year)s, from") % {"year": years[1]}, _("%(year)s, to") % {"year": years[1]}]
    columns = [(_("Age"), 0.95)]
    columns += [(words.headed(sex, head), 1.0) for sex in words.sexes() for head in (str(years[0]), *ends)]
    unit, rows = words.group_persons(), []
    for group, name in reversed(list(enumerate(words.group_names(basis.language, pyramids.starts)))):
        told = [values[sex, group] for sex in range(len(SEXES)) for values in (then, low, high)]
        rows.append([name, *(unit.write(float(value), basis.language) for value in told)])
    return table_of(words.rounded(title, words.GROUP_DIGITS), columns, rows)


def _largest(basis: Basis, pyramids: Pyramids, then: Array) -> str:
    """The largest group of each sex in the base year."""
    names, largest = words.group_names(basis.language, pyramids.starts), []
    for people in then:
        group = int(people.argmax())
        largest.append((names[group], words.group_persons().write(float(people[group]), basis.language)))
    told = {"year": pyramids.years[0]}
    return " ".join((_("%(year)s:") % told, words.largest_groups(*largest)))
