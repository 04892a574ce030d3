"""The pyramid of one year: men and women by age, as far as is nearly sure, then the range, and the base year as a line."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import override

from hub.commons.documents.document import ChartBlock, Table
from hub.commons.ui.labels import steps_between
from hub.rooms.ageing.engine.ages import FEMALE, GROUP_STARTS, MALE, SEXES
from hub.rooms.ageing.report import words
from hub.rooms.ageing.report.basis import Basis, Quantiles
from hub.rooms.ageing.report.charts import block_of, from_ages, table_of

HALF_BAR = 0.42


@dataclass(frozen=True)
class Pyramids:
    """People of a place by year, sex and age group.

    years   ascending
    people  (year, sex, group, quantile)  persons
    older   (year, quantile)  share of people aged 65 and over, percent; quantiles as those of `people`
    starts  first ages of the groups, the last one open
    base    year of the outline; None for no outline
    """

    years: tuple[int, ...]
    people: Quantiles
    older: Quantiles
    starts: tuple[int, ...] = GROUP_STARTS
    base: int | None = None

    def position(self, year: int) -> int:
        """Where a year stands; the nearest one where it is not among them."""
        return min(range(len(self.years)), key=lambda at: (abs(self.years[at] - year), at))

    @property
    def axis(self) -> tuple[float, ...]:
        """Ticks of one side, from 0 to where the longest bar of all years fits with its range."""
        return steps_between(0.0, float(self.people.at(self.people.shown[-1]).max()), 4)

    def older_told(self, at: int, language: str) -> tuple[str, ...]:
        """Share aged 65 and over as written: low, median, high of the 80 % interval, or the median alone; a dash for a gap."""
        return tuple(words.percent().write(float(self.older.at(p)[at]), language) or "–" for p in self.older.shown)


def pyramid_chart(basis: Basis, pyramids: Pyramids, year: int, *, code: str = "chart-pyramid") -> ChartBlock:
    """The pyramid of a year, on axes that fit all years so that several can be compared.

    year  the nearest one is drawn where it is not among those of the pyramids
    """
    from hub.rooms.ageing.report.plates.pyramids import pyramid_plate

    at = pyramids.position(year)
    year = pyramids.years[at]
    outline = pyramids.base if pyramids.base != year else None
    ranged = pyramids.people.has_range
    with override(basis.language):
        title = words.in_year(words.people_title(basis), year)
        older = words.older_sentence(year, pyramids.older_told(at, basis.language))
        return block_of(
            code,
            pyramid_plate(basis.language, pyramids.axis, pyramids.starts, ranged=ranged, outline=outline),
            [*_bars(pyramids, at), *_outline(pyramids, outline)],
            caption=words.caption(basis, title, has_range=ranged, told=older),
            alt=f"{words.sentence(title)} {older} {_largest_groups(basis, pyramids, at)}",
            table=_table(basis, pyramids, at, outline),
        )


def _bars(pyramids: Pyramids, at: int) -> Iterator[dict[str, Any]]:
    shown = [pyramids.people.at(probability)[at] for probability in pyramids.people.shown]
    for sex, group in np.ndindex(shown[0].shape):
        ends = [from_ages(pyramids.axis, float(quantile[sex, group]), sex) for quantile in shown]
        band: dict[str, Any] = {"foot": group + 0.5 - HALF_BAR, "head": group + 0.5 + HALF_BAR}
        yield {"kind": "sure", "from": from_ages(pyramids.axis, 0.0, sex), "to": ends[0], **band}
        if len(ends) > 1:
            yield {"kind": "range", "from": ends[0], "to": ends[-1], **band}
            yield {"kind": "median", "from": ends[1], **band}


def _outline(pyramids: Pyramids, year: int | None) -> Iterator[dict[str, Any]]:
    """Steps along the ends of the bars of a year."""
    if year is None:
        return
    median = pyramids.people.median[pyramids.position(year)]
    for sex, group in np.ndindex(median.shape):
        end = from_ages(pyramids.axis, float(median[sex, group]), sex)
        for order, foot in enumerate((group, group + 1)):
            yield {"kind": f"outline-{SEXES[sex]}", "from": end, "foot": foot, "order": 2 * group + order}


def _written(pyramids: Pyramids, at: int, sex: int, group: int, language: str) -> list[str]:
    quantiles = (pyramids.people.at(probability)[at, sex, group] for probability in pyramids.people.shown)
    return [words.group_persons().write(float(value), language) for value in quantiles]


def _table(basis: Basis, pyramids: Pyramids, at: int, outline: int | None) -> Table:
    """All bars and the outline."""
    heads = words.range_heads(has_range=pyramids.people.has_range)
    extra = () if outline is None else (str(outline),)
    columns = [(_("Age"), 1.0)]
    columns += [(words.headed(sex, head), 1.0) for sex in words.sexes() for head in (*heads, *extra)]
    rows = []
    for group, name in reversed(list(enumerate(words.group_names(basis.language, pyramids.starts)))):
        cells = [name]
        for sex in range(len(SEXES)):
            cells += _written(pyramids, at, sex, group, basis.language)
            if outline is not None:
                then = pyramids.people.median[pyramids.position(outline), sex, group]
                cells.append(words.group_persons().write(float(then), basis.language))
        rows.append(cells)
    caption = words.in_year(words.people_title(basis), pyramids.years[at])
    return table_of(words.rounded(caption, words.GROUP_DIGITS), columns, rows)


def _largest_groups(basis: Basis, pyramids: Pyramids, at: int) -> str:
    names, median, largest = words.group_names(basis.language, pyramids.starts), pyramids.people.median[at], []
    for sex in range(len(SEXES)):
        group = int(median[sex].argmax())
        told = words.group_persons().write(float(median[sex, group]), basis.language)
        largest.append((names[group], told))
    return words.largest_groups(largest[MALE], largest[FEMALE])
