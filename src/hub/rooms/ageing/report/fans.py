"""Fan charts: ranges through the years, with the official figure, a scenario and what was observed beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from hub.commons.documents.document import ChartBlock, Table
from hub.commons.ui.labels import steps_between
from hub.rooms.ageing.report import words
from hub.rooms.ageing.report.basis import ENDS_80, ENDS_95, MEDIAN, Basis, Quantiles, Unit
from hub.rooms.ageing.report.charts import FAN_HEIGHT, FULL_WIDTH, block_of, table_of

Points = tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Fan:
    """A figure through the years.

    title     what is shown, in the language, e.g. People aged 65 and over
    unit      how its figures are written; its words stand at the axis
    years     ascending
    figures   (year, quantile)
    official  (year, value) of an official projection
    observed  (year, value) before the projection begins
    scenario  (year, value) medians of a scenario, which `scenario_name` names
    every     the table shows the years that this divides, the first and the last, and those with points
    width     of the drawing; half a page where it stands beside another
    """

    title: str
    unit: Unit
    years: tuple[int, ...]
    figures: Quantiles
    official: Points = ()
    observed: Points = ()
    scenario: Points = ()
    scenario_name: str = ""
    every: int = 5
    width: int = FULL_WIDTH

    @property
    def lowest_and_highest(self) -> tuple[float, float]:
        values = [value for value in map(float, self.figures.values.ravel()) if isfinite(value)]
        values += [value for points in (self.official, self.observed, self.scenario) for _year, value in points]
        return min(values, default=0.0), max(values, default=1.0)

    @property
    def span(self) -> tuple[int, int]:
        """First and last year that anything is shown for."""
        told = [year for points in (self.official, self.observed, self.scenario) for year, _value in points]
        return min(*self.years, *told), max(*self.years, *told)


def fan_chart(basis: Basis, fan: Fan, *, code: str) -> ChartBlock:
    """The chart of one figure. The axis begins at 0 unless all figures are far from it."""
    from hub.rooms.ageing.report.plates.fans import fan_plate

    low, high = fan.lowest_and_highest
    axis = steps_between(0.0 if 0 <= low < 0.5 * high else low, high, 5)
    kinds = tuple(name for name in ("observed", "official", "scenario") if getattr(fan, name))
    has_wide = fan.figures.has(ENDS_95)
    with override(basis.language):
        title = _("%(place)s: %(title)s") % {"place": basis.place, "title": fan.title}
        plate = fan_plate(
            basis.language, fan.unit, axis, fan.span, kinds=kinds, scenario=fan.scenario_name,
            ranges=(fan.figures.has_range, has_wide), width=fan.width,
        )  # fmt: skip
        return block_of(
            code,
            plate,
            [*_rows(fan), *_ends(basis, fan, axis)],
            caption=words.caption(basis, title, has_range=fan.figures.has_range),
            alt=f"{words.sentence(title)} {_alternative(basis, fan)}",
            table=_table(basis, fan, title),
        )


def _rows(fan: Fan) -> Iterator[dict[str, Any]]:
    for kind, (low, high) in (("wide", ENDS_95), ("narrow", ENDS_80), ("median", (MEDIAN, MEDIAN))):
        if not fan.figures.has((low, high)):
            continue
        for year, foot, head in zip(fan.years, fan.figures.at(low), fan.figures.at(high), strict=True):
            if isfinite(foot) and isfinite(head):
                yield {"kind": kind, "year": year, "low": float(foot), "high": float(head)}
    for kind, points in (("observed", fan.observed), ("official", fan.official), ("scenario", fan.scenario)):
        for year, value in points:
            yield {"kind": kind, "year": year, "low": value}
    if fan.observed:
        yield {"kind": "base", "year": fan.years[0]}


def _ends(basis: Basis, fan: Fan, axis: tuple[float, ...]) -> Iterator[dict[str, Any]]:
    """The last range in figures beside its bands, moved apart where they would lie on one another."""
    step = 13 * (axis[-1] - axis[0]) / FAN_HEIGHT
    values = [float(fan.figures.at(probability)[-1]) for probability in fan.figures.shown]
    places = list(values)
    if len(values) > 1:
        places[0], places[2] = min(values[0], values[1] - step), max(values[2], values[1] + step)
    if places[0] < axis[0]:
        places = [place + axis[0] - places[0] for place in places]
    for place, value in zip(places, values, strict=True):
        yield {"kind": "end", "year": fan.years[-1], "low": place, "words": fan.unit.write(value, basis.language)}


def _told_years(fan: Fan) -> list[int]:
    pointed = {year for points in (fan.official, fan.observed) for year, _value in points}
    chosen = {year for year in fan.years if year % fan.every == 0} | {fan.years[0], fan.years[-1]} | pointed
    return sorted(chosen)


def _table(basis: Basis, fan: Fan, title: str) -> Table:
    wide = fan.figures.has(ENDS_95)
    heads = {
        0.025: words.interval_ends(95)[0],
        0.1: words.interval_ends(80)[0],
        MEDIAN: words.middle_word(has_range=fan.figures.has_range),
    }
    heads |= {0.9: words.interval_ends(80)[1], 0.975: words.interval_ends(95)[1]}
    shown = [p for p in fan.figures.probabilities if p in heads and (wide or p in fan.figures.shown)]
    named = (("observed", _("observed")), ("official", _("official projection")), ("scenario", fan.scenario_name))
    beside = [(dict(getattr(fan, name)), label) for name, label in named if getattr(fan, name)]
    rows = []
    for year in _told_years(fan):
        at = fan.years.index(year) if year in fan.years else None
        values = [None if at is None else float(fan.figures.at(p)[at]) for p in shown]
        values += [points.get(year) for points, _label in beside]
        rows.append([str(year), *(fan.unit.write(value, basis.language) for value in values)])
    columns = [(_("Year"), 0.7), *((heads[p], 1.0) for p in shown), *((label, 1.0) for _points, label in beside)]
    told = f"{title} ({fan.unit.words})"
    return table_of(words.rounded(told, fan.unit.significant) if fan.unit.significant else told, columns, rows)


def _alternative(basis: Basis, fan: Fan) -> str:
    """The first and the last figure, and what stands beside the last."""
    first, last = (
        [fan.unit.write(float(fan.figures.at(p)[at]), basis.language) for p in fan.figures.shown] for at in (0, -1)
    )
    sentences = [_("%(year)s: %(median)s (%(unit)s).") % {
        "year": fan.years[0], "median": first[len(first) // 2], "unit": fan.unit.words,
    }]  # fmt: skip
    said = {"year": fan.years[-1], "low": last[0], "median": last[len(last) // 2], "high": last[-1]}
    if fan.figures.has_range:
        sentences.append(_("%(year)s: %(low)s to %(high)s (80%% interval; median %(median)s).") % said)
    else:
        sentences.append(_("%(year)s: %(median)s.") % said)
    for name, points in ((_("official projection"), fan.official), (fan.scenario_name, fan.scenario)):
        if points:
            year, value = points[-1]
            told = {"name": name, "year": year, "value": fan.unit.write(value, basis.language)}
            sentences.append(_("For comparison: %(name)s, %(year)s: %(value)s.") % told)
    return " ".join(sentences)
