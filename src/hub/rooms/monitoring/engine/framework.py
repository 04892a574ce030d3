"""What is measured: a tree index > areas > features > indicators, with units, directions and limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from hub.kit.errors import DataProblem

INDEX = "index"
KINDS = ("index", "area", "feature", "indicator", "denominator")
SOURCE_KINDS = ("official", "survey", "expert", "either", "register")


@dataclass(frozen=True, slots=True)
class Unit:
    """Unit of measurement: `names` and `symbol` for people, `digits` after the point in print."""

    code: str
    names: Mapping[str, str]
    symbol: str = ""
    digits: int = 1


@dataclass(frozen=True, slots=True)
class Node:
    """One node of the tree, or a denominator (kind `denominator`, no parent).

    level        0 for the index, 1 for areas, and one more for each step down
    direction    +1 more is better, -1 less is better; 0 for nodes that are computed
    low, high    values outside are impossible (logic, not experience); None is no limit
    denominator  code of the denominator whose value divides this indicator, then times `factor`
    confidence   how sure the wording is: high, medium, low (only where it is a reconstruction)
    """

    code: str
    parent: str
    kind: str
    names: Mapping[str, str]
    level: int = 0
    number: str = ""
    definition: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    direction: int = 0
    source_kind: str = ""
    sdg_targets: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    weight: float = 1.0
    denominator: str = ""
    factor: float = 1.0
    confidence: str = ""
    source: str = ""


@dataclass(frozen=True)
class Framework:
    """A checked tree. `nodes` are in reading order: every parent stands before its children."""

    code: str
    version: str
    status: str
    names: Mapping[str, str]
    nodes: tuple[Node, ...]
    denominators: tuple[Node, ...] = ()
    units: Mapping[str, Unit] = field(default_factory=dict)
    text: str = field(default="", repr=False)

    @cached_property
    def by_code(self) -> Mapping[str, Node]:
        return {node.code: node for node in (*self.nodes, *self.denominators)}

    @cached_property
    def root(self) -> str:
        """Code of the node of kind `index`, at the top."""
        return next(node.code for node in self.nodes if node.kind == INDEX)

    @cached_property
    def aggregates(self) -> tuple[Node, ...]:
        """All nodes that are computed from others, the index first."""
        return tuple(node for node in self.nodes if node.kind != "indicator")

    @cached_property
    def indicators(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.kind == "indicator")

    @cached_property
    def areas(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.kind == "area")

    @cached_property
    def features(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.kind == "feature")

    @cached_property
    def measured(self) -> tuple[Node, ...]:
        """All that an observation may be about: indicators, then denominators."""
        return (*self.indicators, *self.denominators)

    @cached_property
    def _children(self) -> Mapping[str, tuple[Node, ...]]:
        parents = {node.parent for node in self.nodes}
        return {code: tuple(node for node in self.nodes if node.parent == code) for code in parents}

    def node(self, code: str) -> Node:
        """The node with this code; DataProblem("node_unknown") where there is none."""
        if code not in self.by_code:
            raise DataProblem("node_unknown", node=code, framework=self.code)
        return self.by_code[code]

    def children(self, code: str) -> tuple[Node, ...]:
        return self._children.get(code, ())

    def area_of(self, code: str) -> Node | None:
        """The area that a node belongs to; None for the index and for denominators."""
        node = self.node(code)
        while node.kind != "area":
            if not node.parent:
                return None
            node = self.node(node.parent)
        return node


def name_of(node: Node | Unit | Framework, language: str) -> str:
    """Name in a language, in English where that language has none."""
    return node.names.get(language) or node.names["en"]


def grow_framework(framework: Framework) -> Framework:
    """Check a tree, set the levels and put parents before children.

    Raises DataProblem naming the node: node_duplicated, parent_unknown, tree_cycle, weight_not_positive,
    limits_inverted, direction_unknown, denominator_unknown, node_childless, node_below_indicator.
    """
    _check_codes(framework)
    _check_parents(framework)
    levels = {node.code: _level(framework, node) for node in framework.nodes}
    for node in (*framework.nodes, *framework.denominators):
        _check_node(framework, node)
    ordered = _in_reading_order(framework, framework.node(framework.root), levels)
    return replace(framework, nodes=ordered)


def _check_codes(framework: Framework) -> None:
    seen: set[str] = set()
    for node in (*framework.nodes, *framework.denominators):
        if node.code in seen:
            raise DataProblem("node_duplicated", node=node.code)
        seen.add(node.code)
    tops = [node.code for node in framework.nodes if node.kind == INDEX]
    if not tops:
        raise DataProblem("index_missing", node=INDEX)
    if len(tops) > 1:
        raise DataProblem("index_repeated", node=tops[1], found=", ".join(tops))


def _check_parents(framework: Framework) -> None:
    kinds = {node.code: node.kind for node in framework.nodes}
    for node in framework.nodes:
        if node.kind == INDEX:
            continue
        if node.parent not in kinds:
            raise DataProblem("parent_unknown", node=node.code, parent=node.parent)
        if kinds[node.parent] == "indicator":
            raise DataProblem("node_below_indicator", node=node.code, parent=node.parent)


def _level(framework: Framework, node: Node) -> int:
    path = [node.code]
    while node.kind != INDEX:
        node = framework.by_code[node.parent]
        if node.code in path:
            raise DataProblem("tree_cycle", node=node.code, path=" > ".join([*path, node.code]))
        path.append(node.code)
    return len(path) - 1


def _check_node(framework: Framework, node: Node) -> None:
    if node.kind not in KINDS:
        raise DataProblem("kind_unknown", node=node.code, found=node.kind, allowed=", ".join(KINDS))
    if not 0 < node.weight < float("inf"):
        raise DataProblem("weight_not_positive", node=node.code, found=node.weight)
    if node.low is not None and node.high is not None and node.low >= node.high:
        raise DataProblem("limits_inverted", node=node.code, low=node.low, high=node.high)
    if node.kind == "indicator" and node.direction not in (1, -1):
        raise DataProblem("direction_unknown", node=node.code, found=node.direction)
    if node.denominator and node.denominator not in {other.code for other in framework.denominators}:
        raise DataProblem("denominator_unknown", node=node.code, denominator=node.denominator)
    if node.kind in ("index", "area", "feature") and not framework.children(node.code):
        raise DataProblem("node_childless", node=node.code)


def _in_reading_order(framework: Framework, node: Node, levels: Mapping[str, int]) -> tuple[Node, ...]:
    below = [found for child in framework.children(node.code) for found in _in_reading_order(framework, child, levels)]
    return (replace(node, level=levels[node.code]), *below)
