"""The audit of a run: from its kept tables, the same when it is read back, each figure with its way back."""

import math
from pathlib import Path

import numpy as np
import pytest
from tests.rooms.monitoring.report.runs import small_run

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine import keys
from hub.rooms.monitoring.engine.auditing import ASPECTS, audit_of, figures_of
from hub.rooms.monitoring.engine.findings import as_mapping
from hub.rooms.monitoring.engine.keys import ALL, read_key
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.engine.trace import trace, value_of
from hub.rooms.monitoring.engine.trace_audit import audit_link
from hub.rooms.monitoring.files.audits import AUDIT, write_audit
from hub.rooms.monitoring.files.builds import write_run
from hub.rooms.monitoring.files.kept import read_run


@pytest.fixture(scope="module")
def run() -> Run:
    return small_run()


def test_audit_of_a_run_then_gaps_are_those_that_were_reported(run: Run) -> None:
    # Seven places with four indicators; N2 lacks A1, S4 lacks B1 and B2: three gaps in 28 cells.
    coverage = audit_of(run).coverage
    assert coverage.gaps == pytest.approx(3 / 28)
    assert coverage.by_indicator == pytest.approx({"A1": 1 / 7, "A2": 0.0, "B1": 1 / 7, "B2": 1 / 7})
    assert coverage.by_place["S4"] == 0.5


def test_audit_of_a_run_that_was_read_back_then_the_same(run: Run, tmp_path: Path) -> None:
    write_run(run, tmp_path, "en")
    assert as_mapping(audit_of(read_run(tmp_path))) == as_mapping(audit_of(run))


def test_write_audit_twice_then_the_same_bytes_beside_the_steps(run: Run, tmp_path: Path) -> None:
    write_run(run, tmp_path, "en")
    write_audit(small_run(), tmp_path / "again")
    assert (tmp_path / "steps" / AUDIT).read_bytes() == (tmp_path / "again" / AUDIT).read_bytes()


def test_aspects_then_keys_know_them_all() -> None:
    assert set(ASPECTS) <= set(keys.ASPECTS)
    assert set(figures_of(small_run()).tables) == set(ASPECTS)


def test_correlation_with_the_index_then_as_numpy_has_it(run: Run) -> None:
    scores = run.scores
    both = ~np.isnan(scores.column("A1")) & ~np.isnan(scores.column("index"))
    expected = np.corrcoef(scores.column("A1")[both], scores.column("index")[both])[0, 1]
    assert value_of(run, run.key(ALL, "A1", "index-correl")) == pytest.approx(expected, abs=1e-12)


def test_importance_of_the_parts_then_sums_to_one(run: Run) -> None:
    shares = [value_of(run, run.key(ALL, area.code, "importance")) for area in run.framework.areas]
    assert math.fsum(share or 0.0 for share in shares) == pytest.approx(1)


def test_every_figure_then_its_trace_gives_it(run: Run) -> None:
    figures = figures_of(run)
    for aspect, table in figures.tables.items():
        for what in table:
            assert value_of(run, run.key(ALL, what, aspect)) == figures.figure(what, aspect)


def test_trace_of_a_correlation_then_pairs_of_scores(run: Run) -> None:
    found = trace(run, run.key(ALL, "A1", "correlation")).root
    # N2 has no value of A1: six places have both scores.
    assert len(found.children) == 12
    assert {child.parameters["node"] for child in found.children} == {"A1", "learning"}
    assert all(value_of(run, child.key) == child.value for child in found.children)


def test_trace_of_a_verdict_then_its_findings(run: Run) -> None:
    found = trace(run, run.key(ALL, "audit-coherence", "findings")).root
    assert found.value == len(found.children)
    assert {child.code for child in found.children} <= {"link_audit_found"}


def test_audit_link_when_the_key_is_of_something_else_then_none(run: Run) -> None:
    for text in (run.key("N1", "index", "score"), run.key(ALL, "A1", "median"), run.key(ALL, "A1", "weight")):
        assert audit_link(run, read_key(text)) is None


def test_audit_link_when_the_node_has_no_such_figure_then_told(run: Run) -> None:
    with pytest.raises(DataProblem, match="aspect_unknown"):
        audit_link(run, read_key(run.key(ALL, "A1", "alpha")))
    with pytest.raises(DataProblem, match="node_unknown"):
        audit_link(run, read_key(run.key(ALL, "audit-999", "found")))
