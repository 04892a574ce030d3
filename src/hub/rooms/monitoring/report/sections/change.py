"""Change between two editions: how many places moved beyond their bands, which they are, and what moved them."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from hub.commons.documents.document import (
    Block,
    Cell,
    ChartBlock,
    Column,
    Fact,
    Note,
    Reference,
    Row,
    Section,
    Table,
    Text,
)
from hub.commons.documents.figures import write_day
from hub.rooms.monitoring.engine.change import VERDICTS
from hub.rooms.monitoring.engine.compared import Editions
from hub.rooms.monitoring.engine.framework import INDEX
from hub.rooms.monitoring.engine.keys import ALL
from hub.rooms.monitoring.engine.moves import Moves
from hub.rooms.monitoring.report.charts import moves_plate
from hub.rooms.monitoring.report.sections import words
from hub.rooms.monitoring.report.sections.reading import SCORE_DIGITS, Reading, ordered_names, place_section

# Places that one chart has room for on a printed page.
MOST = 40
RANKS = ("rank-earlier", "then-low", "then-high", "rank-later", "later-low", "later-high")
DRAWN = ("then", "then_low", "then_high", "later", "later_low", "later_high")
UP, DOWN = "clearly_up", "clearly_down"


def change_sections(reading: Reading) -> list[Section]:
    """What moved between the two editions; nothing where the recipe compares none."""
    if reading.run.editions is None:
        return []
    comparison = Comparison(reading, reading.run.editions)
    return [comparison.overview(), *(comparison.moved(verdict) for verdict in (UP, DOWN))]


class Comparison:
    """Builds the sections about one pair of editions."""

    def __init__(self, reading: Reading, editions: Editions):
        self.reading, self.editions, self.moves = reading, editions, Moves(editions)
        self.days = words.edition_words(editions.earlier, editions.later, reading.language)

    def overview(self) -> Section:
        """What is compared, how, and how many places moved how."""
        return Section(
            "change",
            _("Change from %(earlier)s to %(later)s") % self.days,
            1,
            (Text(self._told()), *self._apart(), self._counts()),
            opens_page=True,
        )

    def _told(self) -> tuple[str, ...]:
        days = {
            "earlier": write_day(self.editions.earlier, self.reading.language),
            "later": write_day(self.editions.later, self.reading.language),
        }
        told = [
            _(
                "Two editions of this round are compared, one as of %(earlier)s and one as of %(later)s. Each takes "
                "the latest value of every indicator up to its day, from the same files and by the same recipe."
            )
            % days,
            _(
                "The change of a score is the sum of three effects. Data: what the later values of the place do while "
                "the scale stays that of %(earlier)s. Peers: what the scale adds when it is set anew by the later "
                "values of all places, with the indicators that have come in since. Method: what a changed recipe adds."
            )
            % self.days,
        ]
        if "revision" in self.editions.change.unknown:
            told.append(
                _(
                    "What the sources have revised between two deliveries is not known where there is only one: that "
                    "effect is left blank, it is not zero, and whatever it was is part of the effect of the data."
                )
            )
        told.append(
            _(
                "A place has moved clearly only where the whole 90% band of its later rank lies above, or below, the "
                "whole band of its earlier rank; all else is within the noise. A place can rise while its score falls, "
                "where the scores of others fall further."
            )
        )
        return tuple(told)

    def _apart(self) -> list[Note]:
        """Areas that not both editions have: their indices are made of something else."""
        change, framework = self.editions.change, self.reading.run.framework
        known = {*self.editions.stages.before.nodes, *self.editions.stages.after.nodes}
        absent = tuple(code for code in self.reading.run.ranked if code not in known)
        said = []
        for nodes, sentence in (
            (change.nodes_entered, _("Not yet part of the index of %(earlier)s: %(areas)s.")),
            (change.nodes_left, _("No longer part of the index of %(later)s: %(areas)s.")),
            (absent, _("In the index of this report, but in neither %(earlier)s nor %(later)s: %(areas)s.")),
        ):
            names = [self.reading.name(node) for node in framework.nodes if node.code in nodes and node.kind == "area"]
            if names:
                said.append(Note("note", sentence % {"areas": _(", ").join(names), **self.days}))
        return said

    def _counts(self) -> Table:
        named = {
            "places_compared": _("in both editions"),
            **{verdict: words.moved_word(verdict) for verdict in VERDICTS if self.moves.total(verdict)},
            "places_entered": _("came in"),
            "places_left": _("left"),
        }
        rows = tuple(
            Row((label, self.reading.total(what, value=self.moves.total(what))), self.reading.stem(ALL, what))
            for what, label in named.items()
        )
        columns = (Column(_("Which places"), share=3), Column(_("Places"), "number"))
        return Table(_("How places moved from %(earlier)s to %(later)s") % self.days, columns, rows, home=True)

    def moved(self, verdict: str) -> Section:
        """The places that moved clearly one way: their ranks, then what moved their scores."""
        title = _("Places that moved clearly up") if verdict == UP else _("Places that moved clearly down")
        places = self.moves.places(verdict)
        blocks: tuple[Block, ...] = (Text((_("No place moved so far."),)),)
        if places:
            blocks = (self._chart(verdict, places), self._scores(verdict, places))
        return Section(f"change-{verdict}", title, 2, blocks, opens_page=bool(places))

    def _chart(self, verdict: str, places: tuple[str, ...]) -> ChartBlock:
        reading, drawn = self.reading, self._furthest(places)
        names = [{"code": code, "name": reading.place(code), "bold": False, "low": 1} for code in drawn]
        ends = self.editions.stages
        plate = moves_plate(
            reading.frame,
            ordered_names(reading, names),
            title=_("rank, 1 is the highest score"),
            places=max(len(ends.before.places), len(ends.after.places)),
            words={
                "then": _("rank, %(earlier)s") % self.days,
                "then-band": _("90%% band, %(earlier)s") % self.days,
                "later": _("rank, %(later)s") % self.days,
                "later-band": _("90%% band, %(later)s") % self.days,
            },
        )
        own = tuple(self._drawn(code) for code in drawn)
        return ChartBlock(f"chart-{verdict}", self._caption(verdict, places), self._alt(drawn), plate, own,
                          self._ranks(verdict, places), folded=False)  # fmt: skip

    def _furthest(self, places: tuple[str, ...]) -> tuple[str, ...]:
        """As many as a printed page has room for, those that moved over the most ranks, in the order given."""
        kept = set(sorted(places, key=lambda place: (-self._leap(place), place))[:MOST])
        return tuple(place for place in places if place in kept)

    def _leap(self, place: str) -> float:
        then, later = (self.moves.figure(place, INDEX, aspect) or 0.0 for aspect in ("rank-earlier", "rank-later"))
        return abs(later - then)

    def _drawn(self, code: str) -> dict[str, Any]:
        figures = (self.moves.figure(code, INDEX, aspect) for aspect in RANKS)
        return {"code": code, **dict(zip(DRAWN, figures, strict=True))}

    def _caption(self, verdict: str, places: tuple[str, ...]) -> str:
        if len(places) > MOST:
            most = {"most": MOST, **self.days}
            if verdict == UP:
                return _("The %(most)s places that moved up over the most ranks beyond their bands.") % most
            return _("The %(most)s places that moved down over the most ranks beyond their bands.") % most
        if verdict == UP:
            return _("Ranks and their 90%% bands as of %(earlier)s and %(later)s: places that moved clearly up.") % (
                self.days
            )
        return _("Ranks and their 90%% bands as of %(earlier)s and %(later)s: places that moved clearly down.") % (
            self.days
        )

    def _alt(self, drawn: tuple[str, ...]) -> str:
        said = {"place": self.reading.place(max(drawn, key=self._leap)), **self.days}
        return (
            _(
                "One row a place, with its rank and band as of %(earlier)s and as of %(later)s; the two bands of a "
                "place do not touch. %(place)s moved over the most ranks."
            )
            % said
        )

    def _ranks(self, verdict: str, places: tuple[str, ...]) -> Table:
        labels = (
            *(_("Rank %(earlier)s"), _("Band from"), _("Band to")),
            *(_("Rank %(later)s"), _("Band from"), _("Band to")),
        )
        caption = (
            _("Clearly up: ranks and their 90% bands")
            if verdict == UP
            else _("Clearly down: ranks and their 90% bands")
        )
        return self._table(caption, [label % self.days for label in labels], RANKS, places=places)

    def _scores(self, verdict: str, places: tuple[str, ...]) -> Table:
        unknown = self.editions.change.unknown
        effects = {
            "revision": _("Revision"),
            "data": _("Data"),
            "peers": _("Peers"),
            "method": _("Method"),
        }
        known = {f"change-{effect}": label for effect, label in effects.items() if effect not in unknown}
        labels = {
            "score-earlier": _("Score %(earlier)s") % self.days,
            "score-later": _("Score %(later)s") % self.days,
            "change": _("Change"),
            **known,
        }
        caption = (
            _("Clearly up: scores, and what moved them, in points")
            if verdict == UP
            else _("Clearly down: scores, and what moved them, in points")
        )
        return self._table(caption, list(labels.values()), tuple(labels), places=places)

    def _table(self, caption: str, labels: Sequence[str], aspects: Sequence[str], *, places: Sequence[str]) -> Table:
        columns = (Column(_("Place"), share=2.3), *(Column(label, "number", 0.8) for label in labels))
        rows = tuple(
            Row(
                (
                    Reference(self.reading.place(code), place_section(code)),
                    *(figure_of(self.reading, self.moves, code, aspect) for aspect in aspects),
                ),
                self.reading.stem(code, INDEX),
            )
            for code in places
        )
        return Table(caption, columns, rows)


def figure_of(reading: Reading, moves: Moves, code: str, aspect: str) -> Cell:
    """A figure of two editions, of the index, with its key."""
    digits = 0 if aspect in RANKS else SCORE_DIGITS
    return reading.figure(moves.figure(code, INDEX, aspect), code, INDEX, aspect, digits=digits)


def change_facts(reading: Reading, moves: Moves | None, code: str) -> list[Fact]:
    """One line for a profile: how far the score moved, and whether the rank did so beyond its bands."""
    if moves is None:
        return []
    days = words.edition_words(moves.editions.earlier, moves.editions.later, reading.language)
    verdict = moves.verdicts.get(code)
    remark = words.moved_word(verdict) if verdict else ""
    label = _("Change of the score, %(earlier)s to %(later)s") % days
    return [Fact(label, figure_of(reading, moves, code, "change"), remark=remark)]
