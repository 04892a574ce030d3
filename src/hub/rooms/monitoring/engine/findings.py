"""What an audit of an index is made of: its subject, its limits, its numbers, findings and verdicts."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.importance import Importance
from hub.rooms.monitoring.engine.steps import Table

Severity = Literal["note", "warning"]
# Digits that are the same whichever library of linear algebra was used.
DIGITS = 12


@dataclass(frozen=True, slots=True)
class Limits:
    """What numbers are held against. Shares 0 to 1.

    known                 least share of values of an indicator, of a place
    skewness, kurtosis    both exceeded: outliers are left
    significance          p up to this is an association
    weak                  correlation with the parent under this adds little to it
    alpha, first_share    least alpha of a group, least share of variance of its first component
    redundant             correlation above this says the same thing twice
    more, less            importance over weight; a warning beyond their squares
    shift, shift_share    ranks that tell a node from the index, and the least share of places that differ so much
    band_share            widest rank band, as a share of the ranked places
    sound, fair           share of what was examined that may have a finding, for these verdicts
    """

    known: float = 0.65
    skewness: float = 2.0
    kurtosis: float = 3.5
    significance: float = 0.05
    weak: float = 0.3
    alpha: float = 0.7
    first_share: float = 0.5
    redundant: float = 0.92
    more: float = 2.0
    less: float = 0.5
    shift: int = 10
    shift_share: float = 0.2
    band_share: float = 0.2
    sound: float = 0.1
    fair: float = 1 / 3


DEFAULTS = Limits()


@dataclass(frozen=True, eq=False)
class RankBands:
    """Rank bands of the index, (places,) each, in the order of the scores; NaN where a place has none."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Audited:
    """What is audited.

    weights  node -> share among its siblings
    raw      indicators as reported, before any gap was filled
    treated  indicators after the treatment of outliers, in their own unit
    scores   normalised indicators and aggregates
    """

    framework: Framework
    weights: Mapping[str, float]
    raw: Table
    treated: Table
    scores: Table
    bands: RankBands | None = None


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """One thing found.

    nodes, place  what it is about; blank where it is about the other
    against       what the nodes were compared with
    found, limit  the number, and what it is held against
    """

    code: str
    dimension: str
    severity: Severity
    found: float
    limit: float
    nodes: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    place: str = ""

    @property
    def parameters(self) -> Mapping[str, str | float]:
        """For the sentence."""
        return {
            "node": ", ".join(self.nodes),
            "against": ", ".join(self.against),
            "place": self.place,
            "found": self.found,
            "limit": self.limit,
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """A dimension as a whole: `code` is the dimension and sound, fair, weak or not_examined.

    examined, flagged  nodes and places that were looked at, and those of them with a finding
    """

    dimension: str
    code: str
    examined: int
    flagged: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of gaps, 0 to 1: of all cells, by indicator, by place."""

    gaps: float
    by_indicator: Mapping[str, float]
    by_place: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Link:
    """A node and its parent; `other` is the best correlated of the parent's level besides, blank where there is none."""

    node: str
    parent: str
    coefficient: float
    p_value: float
    other: str
    other_coefficient: float


@dataclass(frozen=True, slots=True)
class Group:
    """The children of a node as one scale; loadings are those of the first component."""

    parent: str
    alpha: float
    eigenvalues: tuple[float, ...]
    kaiser_count: int
    first_share: float
    loadings: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class AddedValue:
    """Share of places whose rank in the index and in the node are at least `Limits.shift` ranks apart."""

    node: str
    coefficient: float
    share: float


@dataclass(frozen=True, slots=True)
class Robustness:
    """Of the places with a rank and a band: share inside it, median and largest width in ranks, share of wide ones."""

    inside_share: float
    median_width: float
    largest_width: float
    wide_share: float


@dataclass(frozen=True)
class Audit:
    """Verdicts and findings by dimension, and every number behind them; robustness is None without bands."""

    verdicts: tuple[Verdict, ...]
    findings: tuple[AuditFinding, ...]
    coverage: Coverage
    links: tuple[Link, ...]
    groups: tuple[Group, ...]
    importance: tuple[Importance, ...]
    index_importance: tuple[Importance, ...]
    added_value: tuple[AddedValue, ...]
    robustness: Robustness | None
    limits: Limits = field(default=DEFAULTS)


def as_mapping(audited: Audit) -> dict[str, Any]:
    """The audit in types of JSON: NaN is None, numbers have 12 digits, keys the order of the fields and of the framework."""
    plain: dict[str, Any] = _plain(audited)
    return plain


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float):
        return _rounded(value)
    return value


def _rounded(value: float) -> float | None:
    """Twelve digits, and none beyond the twelfth place: what is left of a zero there differs between machines."""
    if not math.isfinite(value):
        return None
    return float(f"{round(value, DIGITS):.{DIGITS}g}") + 0.0
