"""The audit of a run, from its kept tables alone, and its figures by node and aspect, as the report prints them."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from hub.rooms.monitoring.engine.audit import audit
from hub.rooms.monitoring.engine.correlations import Correlations, correlate
from hub.rooms.monitoring.engine.findings import Audit, Audited, RankBands
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.engine.steps import Table

# Aspects of keys whose figures the audit gives.
ASPECTS = (
    *("correlation", "index-correl", "importance", "importance-ratio", "alpha", "component", "components"),
    *("examined", "flagged", "findings", "found", "limit", "inside", "band-width", "wide"),
)
# Steps that change what was reported; the first one of a run was given it as it was.
_CHANGING = ("imputed", "treated", "normalised")


def audit_of(run: Run) -> Audit:
    """Audit a run; the same for one that was read back from its folder.

    Held against what was reported: the scored places and indicators before any gap was filled or any outlier drawn in.
    Robustness is examined where the recipe asks for rank bands.
    """
    changing = next(step.name for step in run.steps if step.name in _CHANGING)
    subject = Audited(
        framework=run.framework,
        weights=run.weights,
        raw=_scored(run, _before(run, changing)),
        treated=_scored(run, _before(run, "normalised")),
        scores=run.scores,
        bands=_bands(run),
    )
    return audit(subject)


def _before(run: Run, name: str) -> Table:
    """The table that a step was given."""
    at = next(at for at, step in enumerate(run.steps) if step.name == name)
    return run.steps[at - 1].table


def _scored(run: Run, table: Table) -> Table:
    """The places and indicators of a table that are scored, in the order of the scores."""
    columns = {code: at for at, code in enumerate(table.nodes)}
    rows = {place: at for at, place in enumerate(table.places)}
    indicators = {node.code for node in run.framework.indicators}
    nodes = tuple(code for code in run.scores.nodes if code in indicators and code in columns)
    values = table.values[[rows[place] for place in run.scores.places]]
    return Table(run.scores.places, nodes, values[:, [columns[code] for code in nodes]])


def _bands(run: Run) -> RankBands | None:
    if run.bands is None:
        return None
    at = run.bands.nodes.index(run.framework.root)
    return RankBands(run.bands.low[:, at], run.bands.high[:, at])


@dataclass(frozen=True, eq=False)
class AuditFigures:
    """An audit by aspect and what it is about, each printed figure once.

    audit  of the run
    Verdicts stand under `audit-DIMENSION`, single findings under `audit-NUMBER` (from 1, in the order of the audit), kinds of
    findings under `audit-CODE`, all else under the code of its node. NaN is a number that cannot be told.
    """

    run: Run
    audit: Audit

    def figure(self, what: str, aspect: str) -> float | None:
        """The figure; None is a number that cannot be told. KeyError where there is no such figure."""
        value = self.tables[aspect][what]
        return None if math.isnan(value) else float(value)

    @cached_property
    def tables(self) -> Mapping[str, Mapping[str, float]]:
        """Aspect -> what -> figure."""
        return {**self._of_nodes(), **self._of_groups(), **self._of_verdicts(), **self._of_findings()}

    @cached_property
    def with_index(self) -> Correlations:
        """Every scored node with the index."""
        return correlate(self.run.scores, None, (self.run.framework.root,))

    def _of_nodes(self) -> dict[str, Mapping[str, float]]:
        root, importance = self.run.framework.root, self.audit.importance
        column = zip(self.with_index.left, self.with_index.coefficients[:, 0].tolist(), strict=True)
        return {
            "correlation": {link.node: link.coefficient for link in self.audit.links},
            "index-correl": {code: value for code, value in column if code != root},
            "importance": {one.node: one.share for one in importance},
            "importance-ratio": {one.node: one.ratio for one in importance},
        }

    def _of_groups(self) -> dict[str, Mapping[str, float]]:
        groups = self.audit.groups
        return {
            "alpha": {one.parent: one.alpha for one in groups},
            "component": {one.parent: one.first_share for one in groups},
            "components": {one.parent: math.nan if math.isnan(one.first_share) else one.kaiser_count for one in groups},
        }

    def _of_verdicts(self) -> dict[str, Mapping[str, float]]:
        verdicts, robustness = self.audit.verdicts, self.audit.robustness
        kinds = Counter(name for one in self.audit.findings for name in (one.dimension, one.code))
        names = (*(verdict.dimension for verdict in verdicts), *dict.fromkeys(one.code for one in self.audit.findings))
        return {
            "examined": {f"audit-{one.dimension}": one.examined for one in verdicts},
            "flagged": {f"audit-{one.dimension}": one.flagged for one in verdicts},
            "findings": {f"audit-{name}": kinds[name] for name in names},
            "inside": {"audit-robustness": robustness.inside_share} if robustness else {},
            "band-width": {"audit-robustness": robustness.median_width} if robustness else {},
            "wide": {"audit-robustness": robustness.wide_share} if robustness else {},
        }

    def _of_findings(self) -> dict[str, Mapping[str, float]]:
        numbered = {f"audit-{number}": one for number, one in enumerate(self.audit.findings, start=1)}
        return {
            "found": {name: one.found for name, one in numbered.items()},
            "limit": {name: one.limit for name, one in numbered.items()},
        }


def figures_of(run: Run) -> AuditFigures:
    """The audit of a run with its figures."""
    return AuditFigures(run, audit_of(run))
