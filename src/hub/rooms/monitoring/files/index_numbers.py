"""What a statistician looks at first: statistics, availability, treatment, correlations, components."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from hub.commons.tables.writing import csv_text, json_text, write_text
from hub.rooms.monitoring.engine.components import alpha, alphas, components
from hub.rooms.monitoring.engine.correlations import (
    DENOMINATOR,
    HIGH,
    LOW,
    METHODS,
    Correlations,
    correlate,
    groups_at,
)
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.engine.statistics import availability_by_node, count_places, describe
from hub.rooms.monitoring.engine.steps import Step, Table
from hub.rooms.monitoring.engine.treat import passes, treat_by
from hub.rooms.monitoring.files.index_tables import plain, yes

# Kendall's coefficient takes time with the square of the places; for more it is left out.
MOST_FOR_KENDALL = 2000


def reported(run: Run) -> Table:
    """The selected values of the indicators, in their own units."""
    nodes = tuple(node.code for node in run.framework.indicators)
    return _columns(run.steps[0].table, nodes)


def done(run: Run, name: str) -> Step | None:
    """The step of this name; None where the recipe has none."""
    return next((step for step in run.steps if step.name == name), None)


def before(run: Run, name: str) -> Table:
    """The indicators as the step of this name was given them."""
    at = next(at for at, step in enumerate(run.steps) if step.name == name)
    table = run.steps[at - 1].table
    empty = {node for node, reason in run.nodes_out.items() if reason.code == "indicator_without_values"}
    indicators = {node.code for node in run.framework.indicators} - empty
    return _columns(table, tuple(code for code in table.nodes if code in indicators))


def _columns(table: Table, nodes: tuple[str, ...]) -> Table:
    position = {code: at for at, code in enumerate(table.nodes)}
    return Table(table.places, nodes, np.ascontiguousarray(table.values[:, [position[code] for code in nodes]]))


def write_statistics(run: Run, folder: Path) -> None:
    """statistics.csv: one row a stage (raw, screened) and indicator, with its flags."""
    stages = {"raw": reported(run)}
    screened = done(run, "screened")
    if screened is not None:
        stages["screened"] = screened.table
    header: tuple[str, ...] = ()
    rows = []
    for stage, table in stages.items():
        found = describe(table)
        names = [one.name for one in fields(found) if one.name != "nodes"]
        header = ("stage", "node", *names)
        columns = [getattr(found, name).tolist() for name in names]
        rows += [
            (stage, node, *(yes(one) if isinstance(one, bool) else one for one in own))
            for node, own in zip(found.nodes, zip(*columns, strict=True), strict=True)
        ]
    write_text(folder / "statistics.csv", csv_text(header, rows))


def write_availability(run: Run, folder: Path) -> None:
    """availability.csv: how much is known about each place, as reported and as the screening saw it.

    included  whether the place was kept; then one column for each aggregate: the share of its indicators with a value
    """
    stages = {"raw": reported(run)}
    least = 0.65
    screened = done(run, "screened")
    if screened is not None:
        stages["screened"] = before(run, "screened")
        least = screened.parameters["places"]
    kept = set(run.scores.places)
    aggregates = [node.code for node in run.framework.aggregates]
    rows = []
    for stage, table in stages.items():
        counts, shares = count_places(table, known=least), availability_by_node(table, run.framework)
        # An aggregate without any indicator in the table has an empty column.
        empty = [None] * len(table.places)
        own = [shares.column(code).tolist() if code in shares.nodes else empty for code in aggregates]
        for at, place in enumerate(table.places):
            flags = (counts.has_few_values[at], counts.has_many_zeros[at], place in kept)
            numbers = (counts.missing[at], counts.zeros[at], counts.missing_or_zero[at])
            rows.append(
                (
                    *(stage, place, *map(int, numbers), counts.known_share[at], counts.non_zero_share[at]),
                    *(*map(yes, flags), *(column[at] for column in own)),
                )
            )
    header = (
        *("stage", "place", "missing", "zeros", "missing_or_zero", "known_share", "non_zero_share"),
        *("has_few_values", "has_many_zeros", "included", *aggregates),
    )
    write_text(folder / "availability.csv", csv_text(header, rows))


def write_treatment(run: Run, folder: Path) -> None:
    """treatment.csv: the test before, after winsorising and in the end, and what was done; empty where it was not needed."""
    step = done(run, "treated")
    if step is None:
        return
    limits = {name: step.parameters[name] for name in ("skewness", "kurtosis") if name in step.parameters}
    tables = [before(run, "treated"), _winsorised(run, step) or step.table, step.table]
    shapes = [describe(table) for table in tables]
    rows = []
    for node in step.table.nodes:
        used = step.columns.get(node, {})
        cells: list[Any] = []
        for number, shape in enumerate(shapes):
            if number and used.get("kind", "none") == "none":
                cells += ["", None, None]
                continue
            at = shape.nodes.index(node)
            column = tables[number].column(node)
            passed = passes(column, limits.get("skewness", 2.0), limits.get("kurtosis", 3.5))
            cells += [yes(passed), float(shape.skewness[at]), float(shape.kurtosis[at])]
        rows.append((node, used.get("kind", "none"), used.get("form", ""), used.get("points"), *cells))
    measured = [f"{name}_{stage}" for stage in ("before", "winsorised", "after") for name in ("pass", "skew", "kurt")]
    write_text(folder / "treatment.csv", csv_text(("node", "kind", "form", "points", *measured), rows))


def _winsorised(run: Run, step: Step) -> Table | None:
    """What winsorising alone would have come to, where the method winsorises."""
    if not step.method.startswith("winsorise"):
        return None
    names = ("skewness", "kurtosis", "points")
    given = {name: step.parameters[name] for name in names if name in step.parameters}
    return treat_by(before(run, "treated"), "winsorise", given).step.table


def write_correlations(run: Run, folder: Path) -> None:
    """correlations.csv, long: set, method, group, first, second, correlation, p, flag.

    normalised    every pair of indicators once; group is their common parent; flag high or low within a group (Pearson)
    aggregates    every indicator with every aggregate; group is the aggregate's kind
    denominators  every reported indicator with every denominator; flag size where it follows the size of the place
    """
    rows = [*_pairs(run), *_aggregates(run), *_denominators(run)]
    header = ("set", "method", "group", "first", "second", "correlation", "p", "flag")
    write_text(folder / "correlations.csv", csv_text(header, rows))


def _pairs(run: Run) -> Iterator[tuple[Any, ...]]:
    table = run.step("normalised").table
    groups = groups_at(run.framework, table.nodes)
    methods = METHODS if len(table.places) <= MOST_FOR_KENDALL else METHODS[:2]
    for method in methods:
        found = correlate(table, method=method)
        for at, first in enumerate(table.nodes):
            for other in range(at, len(table.nodes)):
                second = table.nodes[other]
                group = groups[first] if groups[first] == groups[second] else ""
                value = float(found.coefficients[at, other])
                flag = _flag(value) if group and method == "pearson" and at != other else ""
                yield ("normalised", method, group, first, second, value, plain(found.p_values[at, other]), flag)


def _flag(value: float) -> str:
    return "high" if value > HIGH else "low" if value < LOW else ""


def _aggregates(run: Run) -> Iterator[tuple[Any, ...]]:
    nodes = run.step("normalised").table.nodes
    above = [node.code for node in run.framework.aggregates if node.code in run.scores.nodes]
    for first, second, value, p_value in _each(correlate(run.scores, nodes, above)):
        yield ("aggregates", "pearson", run.framework.node(second).kind, first, second, value, p_value, "")


def _denominators(run: Run) -> Iterator[tuple[Any, ...]]:
    sizes = [node.code for node in run.framework.denominators]
    if not sizes:
        return
    found = correlate(run.steps[0].table, [node.code for node in run.framework.indicators], sizes)
    for first, second, value, p_value in _each(found):
        flag = "size" if abs(value) > DENOMINATOR else ""
        yield ("denominators", "pearson", "", first, second, value, p_value, flag)


def _each(found: Correlations) -> Iterator[tuple[str, str, float, float | None]]:
    for row, first in enumerate(found.left):
        for at, second in enumerate(found.right):
            yield first, second, float(found.coefficients[row, at]), plain(found.p_values[row, at])


def write_components(run: Run, folder: Path) -> None:
    """components.json: principal components and Cronbach's alpha of the children of every node, and alpha of all indicators."""
    own = alphas(run.scores, run.framework)
    nodes: Mapping[str, Any] = {
        parent: {
            "codes": list(found.nodes),
            "places": found.places,
            "deviations": [plain(one) for one in found.deviations.tolist()],
            "eigenvalues": [plain(one) for one in found.eigenvalues.tolist()],
            "rotation": [[plain(one) for one in row] for row in found.rotation.tolist()],
            "alpha": plain(own[parent]),
        }
        for parent, found in components(run.scores, run.framework).items()
    }
    table = run.step("normalised").table
    content = {"nodes": nodes, "alpha_of_all": plain(alpha(table, table.nodes))}
    write_text(folder / "components.json", json_text(content))
