"""The workbench as a page shows it: controls, ranks with their bands, and where a score comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor, isnan, nan
from unicodedata import normalize

import numpy as np

from hub.commons.documents.figures import write_figure
from hub.kit.figures import Figure
from hub.rooms.monitoring.engine.framework import name_of
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.engine.workbench import Answer, Bench, Choices, children_of

# How many of the best are shown, and how many on either side of the chosen place.
FIRST, BESIDE = 10, 7
SCORE_DIGITS = 1


@dataclass(frozen=True)
class Control:
    """The slider of a node, with those of its children. `share` of the whole index, in words."""

    code: str
    name: str
    kind: str
    multiplier: float
    shown: str
    children: tuple["Control", ...]


@dataclass(frozen=True)
class Band:
    """A band on the scale of all ranks: `from_` and `wide` in ranks, `at` where the mark of the rank stands."""

    text: str
    from_: int
    wide: int
    at: str


@dataclass(frozen=True)
class RankRow:
    """A place with its rank and band. `moved` against the report: + is better; `number` is the place's position."""

    number: int
    code: str
    name: str
    rank: int
    score: str
    moved: str
    band: Band
    is_own: bool
    after_break: bool


@dataclass(frozen=True)
class PartRow:
    """One line of the decomposition; blank texts are gaps. `key` where the score is the printed one."""

    code: str
    name: str
    level: int
    score: str
    share: str
    points: str
    median: str
    difference: str
    key: str


@dataclass(frozen=True)
class Page:
    """All that the template writes."""

    run: Run
    bench: Bench
    answer: Answer
    choices: Choices
    language: str
    place: str
    show_all: bool

    @property
    def root(self) -> str:
        return self.bench.branches[0].code

    @cached_property
    def number_of_ranks(self) -> int:
        return int((self.answer.rank > 0).sum())

    @property
    def is_touched(self) -> bool:
        return bool(self.choices.multipliers or self.choices.normalisation or self.choices.aggregation)

    @cached_property
    def places(self) -> list[tuple[str, str]]:
        """Code and name of the places that are scored in the edition, by name."""
        named = [(code, self.run.places.name(code)) for code in self.bench.places]
        return sorted(named, key=lambda one: (normalize("NFKD", one[1]).casefold(), one[0]))

    @cached_property
    def controls(self) -> tuple[Control, ...]:
        return tuple(self._control(at) for at in children_of(self.bench, 0))

    def _control(self, at: int) -> Control:
        branch = self.bench.branches[at]
        multiplier = self.choices.multipliers.get(branch.code, 1.0)
        return Control(
            branch.code,
            name_of(self.run.framework.node(branch.code), self.language),
            branch.kind,
            multiplier,
            f"× {self._write(multiplier, 2)} · {self._write(100 * self._effective[at])} %",
            tuple(self._control(child) for child in children_of(self.bench, at)),
        )

    @cached_property
    def _effective(self) -> list[float]:
        shares: list[float] = []
        for at, branch in enumerate(self.bench.branches):
            shares.append(1.0 if branch.parent < 0 else shares[branch.parent] * float(self.answer.shares[at]))
        return shares

    @cached_property
    def rows(self) -> list[RankRow]:
        """Best first: all, or the first ten and those about the chosen place."""
        ranks = self.answer.rank.tolist()
        order = sorted((row for row, rank in enumerate(ranks) if rank), key=lambda row: (ranks[row], row))
        own = self.bench.places.index(self.place)
        middle = order.index(own) if own in order else 0
        spots = [spot for spot in range(len(order)) if self.show_all or spot < FIRST or abs(spot - middle) <= BESIDE]
        return [
            self._row(order[spot], after_break=before is not None and spot > before + 1)
            for before, spot in zip([None, *spots], spots, strict=False)
        ]

    @cached_property
    def own(self) -> RankRow | None:
        """The chosen place; None where it has no rank."""
        row = self.bench.places.index(self.place)
        return self._row(row) if self.answer.rank[row] else None

    def _row(self, row: int, *, after_break: bool = False) -> RankRow:
        code, rank = self.bench.places[row], int(self.answer.rank[row])
        before = self.run.rank(code, self.root)
        return RankRow(
            number=row,
            code=code,
            name=self.run.places.name(code),
            rank=rank,
            score=self._write(self.answer.scores[row, 0]),
            moved=f"{before - rank:+d}".replace("-", "−").replace("+0", "0") if before else "",
            band=self._band(rank, self.answer.low[row], self.answer.high[row]),
            is_own=code == self.place,
            after_break=after_break,
        )

    def _band(self, rank: int, low: float, high: float) -> Band:
        first, last = floor(low), ceil(high)
        return Band(f"{first}–{last}", first - 1, last - first + 1, f"{rank - 0.5}")

    @cached_property
    def printed(self) -> tuple[int, str, str] | None:
        """Rank in the report, its band there, and its key."""
        rank, band = self.run.rank(self.place, self.root), self.run.band(self.place, self.root)
        if rank is None or band is None:
            return None
        return rank, f"{floor(band.low)}–{ceil(band.high)}", self.run.key(self.place, self.root, "rank")

    @cached_property
    def parts(self) -> list[PartRow]:
        """Where the score of the chosen place comes from, in the order of the tree."""
        row = self.bench.places.index(self.place)
        scores, methods = self.answer.scores, {one for one in self.answer.methods if one}
        method = methods.pop() if len(methods) == 1 else ""
        shares = self._shares_of(row)
        out = []
        for at, branch in enumerate(self.bench.branches):
            counts = at == 0 or self.answer.shares[at] > 0
            score = float(scores[row, at]) if counts else nan
            median = float(np.nanmedian(scores[:, at])) if counts else nan
            node = self.run.framework.node(branch.code)
            out.append(
                PartRow(
                    branch.code,
                    name_of(node, self.language),
                    node.level,
                    self._write(score),
                    f"{self._write(100 * shares[at] if counts else 0.0)} %",
                    self._points(score, shares[at], method),
                    self._write(median),
                    self._signed(score - median),
                    "" if self.is_touched or not counts else self.run.key(self.place, branch.code, "score"),
                )
            )
        return out

    def _shares_of(self, row: int) -> Sequence[float]:
        """Share of every node in the index of one place: what it lacks counts with the others."""
        known, shares = ~np.isnan(self.answer.scores[row]), [0.0] * len(self.bench.branches)
        shares[0] = 1.0
        for at in range(len(self.bench.branches)):
            children = [child for child in children_of(self.bench, at) if known[child] and self.answer.shares[child]]
            total = sum(float(self.answer.shares[child]) for child in children)
            for child in children:
                shares[child] = shares[at] * float(self.answer.shares[child]) / total if known[at] else 0.0
        return shares

    def _points(self, score: float, share: float, method: str) -> str:
        if isnan(score) or method not in ("arithmetic", "geometric"):
            return ""
        return self._write(share * score, 2) if method == "arithmetic" else f"× {self._write(score**share, 3)}"

    def _signed(self, value: float) -> str:
        text = self._write(abs(value))
        return text and ("−" if value < 0 and text.strip("0.,") else "+") + text

    def _write(self, value: float, digits: int = SCORE_DIGITS) -> str:
        return "" if isnan(value) else write_figure(Figure(float(value), digits=digits), self.language)


def middle_place(bench: Bench, answer: Answer) -> str:
    """Code of the place in the middle of the ranks, for a reader who has chosen none."""
    ranked = sorted((rank, code) for rank, code in zip(answer.rank.tolist(), bench.places, strict=True) if rank)
    return ranked[len(ranked) // 2][1] if ranked else bench.places[0]
