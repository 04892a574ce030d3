"""A finished run: everything that the report, the package and the trace are made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem, Finding
from hub.rooms.monitoring.engine.compared import Editions
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.keys import Key
from hub.rooms.monitoring.engine.observations import InputFile, Observation, Observations
from hub.rooms.monitoring.engine.panel import Panel, gap_of
from hub.rooms.monitoring.engine.places import Places, Reason
from hub.rooms.monitoring.engine.recipe import Recipe
from hub.rooms.monitoring.engine.steps import Step, Table
from hub.rooms.monitoring.engine.uncertainty import Bands, Choices, Model


@dataclass(frozen=True, slots=True)
class Band:
    """Rank band of one place and node: median, 5th and 95th percentile rank; `top` is the chance of the first ten."""

    median: float
    low: float
    high: float
    top: float


@dataclass(frozen=True, eq=False)
class Run:
    """A finished run.

    id         12 hexadecimal digits over recipe, framework, seed and inputs: the same on every machine
    scores     (scored places, nodes) index, areas, features and normalised indicators; NaN is a gap
    ranks      (scored places, ranked nodes) int32, for the index and every area; 0 is no rank
    ranked     codes of the columns of `ranks`
    group_ranks  grouping code -> the same shape as `ranks`, within each place's group
    bands      of `ranks`; None where the recipe ranks nothing
    weights    node -> share among its siblings; `effective` -> share in the whole index
    nodes_out  indicators that screening left out, with the reason
    counts     named totals for the coverage pages, e.g. observations, gaps, places, places_scored
    model, choices  what the bands were made of, to make others; None in a run that was read back
    editions   two editions compared; None where the recipe asks for none
    """

    id: str
    seed: int | None
    recipe: Recipe
    framework: Framework
    places: Places
    inputs: tuple[InputFile, ...]
    observations: Observations
    panel: Panel
    steps: tuple[Step, ...]
    scores: Table
    ranked: tuple[str, ...]
    ranks: NDArray[np.int32]
    group_ranks: Mapping[str, NDArray[np.int32]]
    bands: Bands | None
    weights: Mapping[str, float]
    effective: Mapping[str, float]
    nodes_out: Mapping[str, Reason]
    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    model: Model | None = None
    choices: Choices | None = None
    editions: Editions | None = None

    def step(self, name: str) -> Step:
        """The step of this name; DataProblem("step_not_done") where the recipe has none."""
        for step in self.steps:
            if step.name == name:
                return step
        raise DataProblem("step_not_done", step=name, allowed=", ".join(step.name for step in self.steps))

    def score(self, place: str, node: str) -> float | None:
        """Score of a node (for an indicator its normalised value); None is a gap or a place that is kept out."""
        return self.scores.cell(place, node)

    def value(self, place: str, node: str) -> float | None:
        """The selected value of an indicator in its own unit, as it was reported; None is a gap."""
        observation = self.selected(place, node)
        return observation.value if observation else None

    def selected(self, place: str, node: str) -> Observation | None:
        """The observation that stands for a place and an indicator; its value is None where it only states a gap."""
        if place not in self.panel.places or node not in self.panel.nodes:
            return None
        position = self.panel.cells[self.panel.places.index(place), self.panel.nodes.index(node)]
        return None if position < 0 else self.observations.at(int(position))

    def gap(self, place: str, node: str) -> Reason | None:
        """Why there is no reported value; None where there is one."""
        if self.value(place, node) is not None:
            return None
        return gap_of(self.observations, place, node, self.recipe.vintage)

    def rank(self, place: str, node: str, grouping: str = "") -> int | None:
        """Rank overall, or within the place's group of a grouping; None without a score."""
        if place not in self.scores.places or node not in self.ranked:
            return None
        ranks = self.group_ranks[grouping] if grouping else self.ranks
        return int(ranks[self.scores.places.index(place), self.ranked.index(node)]) or None

    def band(self, place: str, node: str) -> Band | None:
        """Rank band of a place and node; None without a rank."""
        if self.bands is None or self.rank(place, node) is None:
            return None
        row, column = self.bands.places.index(place), self.bands.nodes.index(node)
        shares = (self.bands.median, self.bands.low, self.bands.high, self.bands.top)
        return Band(*(float(share[row, column]) for share in shares))

    def key(self, who: str, what: str, aspect: str = "") -> str:
        """Trace key of a figure of this run."""
        return str(Key(self.id[:8], who, what, aspect))


def id_of(recipe: Recipe, framework: Framework, inputs: tuple[InputFile, ...], seed: int | None) -> str:
    """12 hexadecimal digits that name this work. Names and paths of the inputs do not count, contents and order do."""
    parts = ["hub-monitoring-run-1", recipe.text, framework.text, str(seed), *(one.sha256 for one in inputs)]
    return sha256("\x1f".join(parts).encode()).hexdigest()[:12]
