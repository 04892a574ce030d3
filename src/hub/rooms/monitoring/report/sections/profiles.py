"""Profiles: every place, with its gaps shown as gaps; places that are not scored say why."""

from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from hub.commons.documents.document import (
    Cell,
    ChartBlock,
    Column,
    Fact,
    Facts,
    Gap,
    Row,
    Section,
    Table,
    Text,
)
from hub.kit.figures import Figure
from hub.rooms.monitoring.engine.framework import INDEX, Node
from hub.rooms.monitoring.engine.moves import Moves
from hub.rooms.monitoring.engine.places import Reason
from hub.rooms.monitoring.report.charts import profile_plate
from hub.rooms.monitoring.report.sections import words
from hub.rooms.monitoring.report.sections.change import change_facts
from hub.rooms.monitoring.report.sections.reading import SCORE_DIGITS, Reading, ordered_names, place_section
from hub.rooms.monitoring.report.sections.summary import half, has_tiers, tier_cell

SHARE_DIGITS = 2
NAMED_IN_ALT = 2


def profile_sections(reading: Reading) -> list[Section]:
    """All places in the order of their names, scored ones first."""
    text = Text(
        (
            _(
                "One profile for every scored place, in the order of their names. The chart shows where the "
                "place stands among all places; the table has the reported value, its period and the score. Gaps "
                "are shown as gaps, with the reason."
            ),
        )
    )
    profiles = Profiles(reading)
    sections = [Section("profiles", _("Profiles of the places"), 1, (text,), opens_page=True)]
    sections += [profiles.section(code) for code in reading.scored]
    return [*sections, *kept_out_sections(reading)]


class Profiles:
    """Builds profiles; what they share (the plate, the columns, the names of the rows) is made once."""

    def __init__(self, reading: Reading):
        self.reading = reading
        self.plate = profile_plate(reading.frame, self._shared(), title=_("score"), ends=reading.ends)
        labels = (
            (_("Indicator"), "text", 3.1),
            (_("Value"), "number", 0.85),
            (_("Period and status"), "text", 1.25),
            (_("Score"), "number", 0.7),
        )
        self.columns = tuple(Column(label, kind, share) for label, kind, share in labels)  # type: ignore[arg-type]
        first = reading.run.bands.first if reading.run.bands else 0
        self.first_places = _("Chance of a rank among the first %(first)s, 0 to 1") % {"first": first}
        self.moves = Moves(reading.run.editions) if reading.run.editions else None
        self.marked = lru_cache(maxsize=None)(lambda word: reading.frame.text(word))

    def _shared(self) -> list[dict[str, Any]]:
        rows = []
        for area in self.reading.areas:
            for node in (area, *self.reading.indicators_of(area)):
                spread = self.reading.spread(node.code)
                low, middle, high = spread if spread else (None, None, None)
                rows.append(
                    {
                        "code": node.code,
                        "name": self.reading.name(node),
                        "bold": node is area,
                        "low": low,
                        "middle": middle,
                        "high": high,
                    }
                )
        return ordered_names(self.reading, rows)

    def section(self, code: str) -> Section:
        """The profile of a scored place."""
        reading = self.reading
        own, rows = [], []
        for area in reading.areas:
            own.append(self._mark(code, area, None))
            rows.append(self._area_row(code, area))
            for node in reading.indicators_of(area):
                gap = (
                    None
                    if reading.selected(code, node.code) >= 0
                    else reading.run.gap(code, node.code) or Reason("gap_not_reported")
                )
                own.append(self._mark(code, node, gap))
                rows.append(self._row(code, node, gap))
        name = reading.place(code)
        table = Table(_("%(place)s: values and scores") % {"place": name}, self.columns, tuple(rows), home=True)
        caption = _("%(place)s among all places: scores by area and indicator.") % {"place": name}
        marks = tuple(mark for mark in own if mark)
        chart = ChartBlock(f"chart-{code}", caption, self._alt(name, marks), self.plate, marks, table, folded=False)
        return Section(
            place_section(code),
            name,
            2,
            (self._groups(code), self._facts(code), chart),
            listing="place",
            opens_page=True,
        )

    def _facts(self, code: str) -> Facts:
        reading, run = self.reading, self.reading.run
        band = run.band(code, INDEX)
        rank = run.rank(code, INDEX)
        known = sum(reading.selected(code, node.code) >= 0 for node in run.framework.indicators) / len(
            run.framework.indicators
        )
        facts = [
            Fact(
                _("Score of the index"),
                reading.figure(reading.score(code, INDEX), code, INDEX, "score", digits=SCORE_DIGITS),
            ),
            Fact(
                _("Share of indicators with a value, 0 to 1"),
                reading.figure(known, code, "places", "availability", digits=SHARE_DIGITS),
            ),
        ]
        if band and rank:
            facts[1:1] = [
                Fact(
                    _("Rank"),
                    reading.figure(float(rank), code, INDEX, "rank"),
                    remark=words.half_word(half(reading, code)),
                )
            ]
            facts += [
                Fact(_("90% band of the rank, from"), reading.figure(band.low, code, INDEX, "rank-low")),
                Fact(_("90% band of the rank, to"), reading.figure(band.high, code, INDEX, "rank-high")),
                Fact(self.first_places, reading.figure(band.top, code, INDEX, "top", digits=SHARE_DIGITS)),
            ]
            if has_tiers(reading):
                facts.append(Fact(_("Tier: places that cannot be told apart"), tier_cell(reading, code)))
        facts += change_facts(reading, self.moves, code)
        return Facts(tuple(facts), home=True)

    def _groups(self, code: str) -> Text:
        """The groups that a place belongs to, and its code."""
        names = []
        for grouping in self.reading.run.recipe.groupings:
            own = self.reading.run.places.group_of(code, grouping.code)
            names += [self.reading.group(group) for group in grouping.groups if group.code == own]
        return Text((" · ".join((*names, code)),))

    def _mark(self, code: str, node: Node, gap: Reason | None) -> dict[str, Any] | None:
        """What the chart shows in a row: a score, or a cross with a word; an area without a score shows nothing."""
        score = self.reading.score(code, node.code)
        if score is not None:
            kind = "estimated" if (code, node.code) in self.reading.estimated else "reported"
            return {"code": node.code, "score": round(score, 3), "kind": kind}
        if node.kind == "area":
            return {"code": node.code, "gap": self.marked(words.no_value())}
        return {"code": node.code, "gap": self.marked(words.gap_mark(gap) if gap else words.no_value())}

    def _area_row(self, code: str, area: Node) -> Row:
        score = self.reading.score(code, area.code)
        key = self.reading.run.key(code, area.code, "score")
        cell: Cell = Gap(_("too few"), key) if score is None else Figure(score, key, digits=SCORE_DIGITS)
        return Row((self.reading.name(area), "", "", cell), self.reading.stem(code, area.code), "group")

    def _row(self, code: str, node: Node, gap: Reason | None) -> Row:
        reading = self.reading
        key, score_key = reading.run.key(code, node.code), reading.run.key(code, node.code, "score")
        score = reading.score(code, node.code)
        cells: list[Cell] = [reading.named_with_unit(node)]
        if gap:
            cells.append(Gap(words.gap_word(gap, reading.language), key, span=3 if score is None else 2))
        else:
            cells += self._reported(code, node, key)
        if score is not None:
            cells.append(Figure(score, score_key, note="imputed" if gap else "", digits=SCORE_DIGITS))
        elif not gap:
            cells.append(Gap(words.no_value(), score_key))
        return Row(tuple(cells), key)

    def _reported(self, code: str, node: Node, key: str) -> list[Cell]:
        observations = self.reading.run.observations
        position = self.reading.selected(code, node.code)
        period = words.period_word(observations.periods[observations.period[position]], self.reading.language)
        status = words.status_word(observations.statuses[observations.status[position]])
        value = Figure(float(observations.value[position]), key, unit=node.unit, digits=self.reading.digits(node))
        return [value, _("%(period)s, %(status)s") % {"period": period, "status": status} if status else period]

    def _alt(self, name: str, marks: tuple[dict[str, Any], ...]) -> str:
        nodes = {node.code: node for node in self.reading.run.framework.indicators}
        scored = sorted(
            (mark for mark in marks if "score" in mark and mark["code"] in nodes), key=lambda mark: -mark["score"]
        )
        if not scored:
            return _("%(place)s has no scores.") % {"place": name}
        ends = [
            _(", ").join(self.reading.name(nodes[mark["code"]]) for mark in part)
            for part in (scored[:NAMED_IN_ALT], scored[-NAMED_IN_ALT:])
        ]
        said = {"place": name, "highest": ends[0], "lowest": ends[1]}
        return (
            _(
                "Scores of %(place)s among all places. Highest: %(highest)s. Lowest: %(lowest)s. The table below "
                "has every figure and every gap."
            )
            % said
        )


def kept_out_sections(reading: Reading) -> list[Section]:
    """Places that are named in the files but not scored."""
    if not reading.kept_out:
        return []
    text = Text(
        (_("These places are named in the files but have no score. Their observations are kept and can be traced."),)
    )
    first = Section("kept-out", _("Places that are not scored"), 1, (text,), opens_page=True)
    return [first, *(_kept_out(reading, code, reason) for code, reason in reading.kept_out)]


def _kept_out(reading: Reading, code: str, reason: Reason) -> Section:
    fact = Fact(_("Score of the index"), Gap(words.kept_out_word(reason), reading.run.key(code, INDEX, "score")))
    name = reading.place(code)
    blocks = (Text((words.kept_out_sentence(name, reason),)), Facts((fact,), home=True))
    return Section(place_section(code), f"{name} ({code})", 2, blocks, listing="place")
