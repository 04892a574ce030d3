"""Change between two editions, split into what the data, their revision, the peers and the method did."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.places import Reason
from hub.rooms.monitoring.engine.rank import rank
from hub.rooms.monitoring.engine.steps import Table

Matrix = NDArray[np.float64]

# Each effect is a stage less the stage before it, in this order.
EFFECTS = ("revision", "data", "peers", "method")
# Ranks only: what is left of the printed change because places entered, left, or could not be followed.
MEMBERSHIP = "membership"
STAGES = ("before", "revised", "same_scale", "new_peers", "after")
NO_SCORE: Mapping[str, Reason] = {
    "before": Reason("change_gap_before"),
    "revised": Reason("change_gap_revised"),
    "same_scale": Reason("change_gap_same_scale"),
    "new_peers": Reason("change_gap_new_peers"),
    "after": Reason("change_gap_after"),
}
VERDICTS = ("clearly_up", "clearly_down", "within_noise", "band_unknown")


@dataclass(frozen=True, eq=False)
class Stages:
    """The same scores five times, each with one thing more changed; full precision, not as printed.

    before      the earlier edition as published
    revised     the same with what is known today about its period; None where only one delivery exists
    same_scale  values of the new period, on the scale and treatment frozen from the earlier edition, earlier method
    new_peers   scale and treatment taken from the new values of all places, earlier method
    after       the new edition: new method
    """

    before: Table
    revised: Table | None
    same_scale: Table
    new_peers: Table
    after: Table

    @property
    def known(self) -> Mapping[str, Table]:
        """Stage name -> table, in order; without `revised` where there is none."""
        tables = {name: getattr(self, name) for name in STAGES}
        return {name: table for name, table in tables.items() if table is not None}


@dataclass(frozen=True, slots=True)
class Passage:
    """A place that entered or left between the editions, and why."""

    place: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Unsplit:
    """A cell with an effect missing: the first stage at which it has no score."""

    place: str
    node: str
    reason: Reason


@dataclass(frozen=True, eq=False)
class Change:
    """What moved each score and rank from one edition to the next; each matrix is (places, nodes).

    places        in both editions, in the order of the new one; `nodes` likewise
    effects       revision, data, peers, method -> points of the score
    total         score after less score before; the sum of the effects that are known
    rank_effects  the same names and `membership` -> whole places, above 0 is down the table
    rank_total    printed rank after less printed rank before; the sum of the rank effects that are known
    unknown       effect -> why it is a gap (NaN) for all places
    gaps          cells that lack another effect, by place then node
    """

    places: tuple[str, ...]
    nodes: tuple[str, ...]
    effects: Mapping[str, Matrix]
    total: Matrix
    rank_effects: Mapping[str, Matrix]
    rank_total: Matrix
    entered: tuple[Passage, ...]
    left: tuple[Passage, ...]
    nodes_entered: tuple[str, ...]
    nodes_left: tuple[str, ...]
    unknown: Mapping[str, Reason] = field(default_factory=dict)
    gaps: tuple[Unsplit, ...] = ()

    def __post_init__(self) -> None:
        for one in (*self.effects.values(), self.total, *self.rank_effects.values(), self.rank_total):
            one.setflags(write=False)


@dataclass(frozen=True, eq=False)
class RankBands:
    """Rank bands of one node in one edition: (places,) lowest and highest likely rank; NaN where there is none."""

    places: tuple[str, ...]
    low: Matrix
    high: Matrix

    def __post_init__(self) -> None:
        for ends in (self.low, self.high):
            if ends.shape != (len(self.places),):
                raise DataProblem("change_band_shape", found=ends.shape, allowed=(len(self.places),))
        _refuse_repeated(self.places, "bands")
        wrong = np.flatnonzero(self.low > self.high)
        if wrong.size:
            at = int(wrong[0])
            raise DataProblem(
                "change_band_inverted", place=self.places[at], low=float(self.low[at]), high=float(self.high[at])
            )
        self.low.setflags(write=False)
        self.high.setflags(write=False)


@dataclass(frozen=True)
class ChangeSummary:
    """How many places moved further than their rank bands allow.

    places    in both editions, in the order of the new one
    verdicts  of each: clearly_up, clearly_down, within_noise, or band_unknown where an edition has no band for it
    counts    verdict -> places, all four always present
    """

    places: tuple[str, ...]
    verdicts: tuple[str, ...]
    counts: Mapping[str, int]


def decompose(stages: Stages, reasons: Mapping[str, Reason] | None = None) -> Change:
    """Split the change of every score and rank along one chain: revision, data, peers, method.

    stages   tables that all hold the places and nodes common to both editions, in any order; NaN is a gap
    reasons  place -> why it is in one of the editions only, where that is known

    The order of the chain is a choice. Scores are not linear in what changes, so another order would share the same
    total out differently: what two changes do only together falls to the later one. This order was taken because it
    follows how the changes come about and what a place answers for: first the past is put right, then the place's own
    new values are read on the ruler it knows, then the ruler moves with the peers, and last the rules change.

    Scores: effects sum to after less before. Without `revised` its effect is a gap, not zero, and a revision is part of
    the data effect. Ranks: each stage is ranked among the places with a score at every stage, so that only `membership`
    holds what entries and exits do to the printed rank.
    Gaps: a stage without a score makes the effects on both sides of it gaps; the total stays where both ends are known.
    Raises DataProblem naming stage and place or node where a table lacks or repeats one, or holds an infinite score.
    """
    known = stages.known
    for name, table in known.items():
        _check(name, table)
    before, after = stages.before, stages.after
    places = tuple(place for place in after.places if place in set(before.places))
    nodes = tuple(node for node in after.nodes if node in set(before.nodes))
    _refuse_apart(places, nodes, stages)
    scores = {name: _aligned(name, table, places, nodes) for name, table in known.items()}
    given = reasons or {}
    printed = {stage: _printed_ranks(stages, stage, places, nodes) for stage in ("before", "after")}
    rank_total = printed["after"] - printed["before"]
    return Change(
        places=places,
        nodes=nodes,
        effects=_steps_between(scores),
        total=scores["after"] - scores["before"],
        rank_effects=_rank_effects(scores, rank_total),
        rank_total=rank_total,
        entered=_passages(after.places, before.places, given, Reason("change_place_entered")),
        left=_passages(before.places, after.places, given, Reason("change_place_left")),
        nodes_entered=tuple(node for node in after.nodes if node not in nodes),
        nodes_left=tuple(node for node in before.nodes if node not in nodes),
        unknown={} if "revised" in known else {"revision": Reason("change_revision_unknown")},
        gaps=_gaps(scores, places, nodes),
    )


def index_change_summary(earlier: RankBands, later: RankBands) -> ChangeSummary:
    """Sort the places of both editions by whether their rank bands part.

    clearly_up where the whole later band stands above the earlier one (smaller ranks), clearly_down where below;
    bands that touch or overlap are within_noise. This is stricter than a test of the difference at the bands' level.
    Ranks are those of each edition: where many places entered or left, read the summary beside `membership`.
    """
    position = {place: at for at, place in enumerate(earlier.places)}
    places = tuple(place for place in later.places if place in position)
    old = [position[place] for place in places]
    new = [at for at, place in enumerate(later.places) if place in position]
    low_before, high_before = earlier.low[old], earlier.high[old]
    low_after, high_after = later.low[new], later.high[new]
    unknown = np.isnan(low_before + high_before + low_after + high_after)
    picks = np.select([unknown, high_after < low_before, low_after > high_before], [3, 0, 1], default=2)
    verdicts = tuple(VERDICTS[pick] for pick in picks)
    counted = Counter(verdicts)
    return ChangeSummary(places, verdicts, {verdict: counted[verdict] for verdict in VERDICTS})


def _check(stage: str, table: Table) -> None:
    _refuse_repeated(table.places, stage)
    for node, times in Counter(table.nodes).items():
        if times > 1:
            raise DataProblem("change_node_repeated", stage=stage, node=node)
    shape = (len(table.places), len(table.nodes))
    if table.values.shape != shape:
        raise DataProblem("change_shape_wrong", stage=stage, found=table.values.shape, allowed=shape)
    infinite = np.argwhere(np.isinf(table.values))
    if infinite.size:
        row, column = infinite[0]
        raise DataProblem(
            "change_score_infinite",
            stage=stage,
            place=table.places[row],
            node=table.nodes[column],
            found=float(table.values[row, column]),
        )


def _refuse_repeated(places: Sequence[str], stage: str) -> None:
    for place, times in Counter(places).items():
        if times > 1:
            raise DataProblem("change_place_repeated", stage=stage, place=place)


def _refuse_apart(places: Sequence[str], nodes: Sequence[str], stages: Stages) -> None:
    if not places:
        raise DataProblem("change_places_apart", found=len(stages.after.places), earlier=len(stages.before.places))
    if not nodes:
        raise DataProblem("change_nodes_apart", found=len(stages.after.nodes), earlier=len(stages.before.nodes))


def _aligned(stage: str, table: Table, places: Sequence[str], nodes: Sequence[str]) -> Matrix:
    """(places, nodes) of the table in this order."""
    rows = {place: at for at, place in enumerate(table.places)}
    columns = {node: at for at, node in enumerate(table.nodes)}
    for place in places:
        if place not in rows:
            raise DataProblem("change_place_missing", stage=stage, place=place)
    for node in nodes:
        if node not in columns:
            raise DataProblem("change_node_missing", stage=stage, node=node)
    aligned: Matrix = table.values[np.ix_([rows[place] for place in places], [columns[node] for node in nodes])]
    return aligned


def _steps_between(scores: Mapping[str, Matrix]) -> dict[str, Matrix]:
    """Effect -> stage less the one before it; an effect whose stage is not there is a gap."""
    shape = scores["before"].shape
    effects, last = {}, scores["before"]
    for effect, stage in zip(EFFECTS, STAGES[1:], strict=True):
        if stage not in scores:
            effects[effect] = np.full(shape, np.nan)
            continue
        effects[effect] = scores[stage] - last
        last = scores[stage]
    return effects


def _rank_effects(scores: Mapping[str, Matrix], rank_total: Matrix) -> dict[str, Matrix]:
    missing = np.isnan(np.stack(list(scores.values()))).any(axis=0)
    ranks = {stage: _ranks(np.where(missing, np.nan, own)) for stage, own in scores.items()}
    return {**_steps_between(ranks), MEMBERSHIP: rank_total - (ranks["after"] - ranks["before"])}


def _printed_ranks(stages: Stages, stage: str, places: Sequence[str], nodes: Sequence[str]) -> Matrix:
    """(places, nodes) rank among all places of the edition."""
    table = stages.known[stage]
    return _aligned(stage, Table(table.places, table.nodes, _ranks(table.values)), places, nodes)


def _ranks(scores: Matrix) -> Matrix:
    """Whole numbers from 1; NaN where there is no score."""
    ranks = rank(scores)
    return np.where(ranks == 0, np.nan, ranks)


def _passages(
    here: Sequence[str], there: Sequence[str], reasons: Mapping[str, Reason], otherwise: Reason
) -> tuple[Passage, ...]:
    """Places that are here and not there, by code."""
    return tuple(Passage(place, reasons.get(place, otherwise)) for place in sorted(set(here) - set(there)))


def _gaps(scores: Mapping[str, Matrix], places: Sequence[str], nodes: Sequence[str]) -> tuple[Unsplit, ...]:
    stages = tuple(scores)
    missing = np.isnan(np.stack([scores[stage] for stage in stages]))
    first = missing.argmax(axis=0)
    return tuple(
        Unsplit(places[row], nodes[column], NO_SCORE[stages[first[row, column]]])
        for row, column in np.argwhere(missing.any(axis=0))
    )
