"""The panel in full: places x nodes x editions, each cell with its status, scored on one scale over all editions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.aggregate import Rule, aggregate
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.impute import History, impute_panel
from hub.rooms.monitoring.engine.impute.columns import fill_columns
from hub.rooms.monitoring.engine.normalise import normalise
from hub.rooms.monitoring.engine.observations import STATUS_NAMES, Observations
from hub.rooms.monitoring.engine.steps import Table
from hub.rooms.monitoring.engine.treat import treat_by
from hub.rooms.monitoring.engine.weigh import weigh

NEVER_SAID = -1
# Statuses of cells that were filled here start above those that observations bring.
FIRST_FILLED = 100


@dataclass(frozen=True, eq=False)
class Cube:
    """Values of several editions.

    years    (editions,) ascending
    values   (editions, places, nodes) float64, NaN is a gap
    status   (editions, places, nodes) int16: position in `observations.STATUS_NAMES`, -1 where nothing was said;
             FIRST_FILLED and above are cells that were filled, by `methods[status - FIRST_FILLED]`
    """

    years: tuple[int, ...]
    places: tuple[str, ...]
    nodes: tuple[str, ...]
    values: NDArray[np.float64]
    status: NDArray[np.int16]
    methods: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.values.setflags(write=False)
        self.status.setflags(write=False)

    def status_of(self, year: int, place: str, node: str) -> str:
        """Name of a cell's status: one of observations, `imputed: METHOD`, or blank where nothing was ever said."""
        cell = self.years.index(year), self.places.index(place), self.nodes.index(node)
        code = int(self.status[cell])
        if code == NEVER_SAID:
            return ""
        return f"imputed: {self.methods[code - FIRST_FILLED]}" if code >= FIRST_FILLED else STATUS_NAMES[code]

    def table(self, year: int) -> Table:
        """One edition as a table."""
        return Table(self.places, self.nodes, self.values[self.years.index(year)].copy())


def cube_of(
    observations: Observations, places: Sequence[str], nodes: Sequence[str], years: Sequence[int] | None = None
) -> Cube:
    """Arrange observations by calendar year of the end of their period; the last of a year stands for it.

    A value goes before a statement that there is none. All years that occur, where none are asked for.
    """
    ends = observations.ends[observations.period]
    # 1 January of a year as days since 1970, from the proleptic ordinal.
    own_years = (ends.astype("datetime64[D]") - np.timedelta64(719163, "D")).astype("datetime64[Y]").astype(int) + 1970
    wanted = tuple(sorted(set(own_years.tolist()))) if years is None else tuple(years)
    if not wanted:
        raise DataProblem("history_shape_differs", found=0, allowed=1)
    layer = _positions(own_years, wanted)
    row = _coded(observations.places, places)[observations.place]
    column = _coded(observations.indicators, nodes)[observations.indicator]
    starts = observations.starts[observations.period]
    order = np.lexsort((starts, ends, ~np.isnan(observations.value)))
    order = order[(layer[order] >= 0) & (row[order] >= 0) & (column[order] >= 0)]
    shape = (len(wanted), len(places), len(nodes))
    values, status = np.full(shape, np.nan), np.full(shape, NEVER_SAID, np.int16)
    cells = (layer[order], row[order], column[order])
    values[cells] = observations.value[order]
    status[cells] = observations.status[order]
    return Cube(wanted, tuple(places), tuple(nodes), values, status)


def _positions(found: NDArray[np.int64], wanted: Sequence[int]) -> NDArray[np.int64]:
    ordered = np.array(wanted)
    at = np.minimum(np.searchsorted(ordered, found), len(ordered) - 1)
    return np.where(ordered[at] == found, at, -1)


def _coded(codes: Sequence[str], wanted: Sequence[str]) -> NDArray[np.int64]:
    position = {code: at for at, code in enumerate(wanted)}
    return np.array([position.get(code, -1) for code in codes], np.int64)


def fill_over_time(cube: Cube, method: str, *, ends: str = "carry", editions: int = 0) -> Cube:
    """Fill gaps from other editions of the same place and node, see `impute.impute_panel`."""
    history = History(tuple(float(year) for year in cube.years), cube.places, cube.nodes, cube.values)
    return _filled(cube, impute_panel(history, method, ends=ends, editions=editions).history.values, method)


def fill_within_editions(
    cube: Cube, method: str, *, groups: Sequence[str] | None = None, coverage: float = 0.0
) -> Cube:
    """Fill gaps from the other places of the same edition, see `impute.impute`."""
    layers = [
        fill_columns(Table(cube.places, cube.nodes, layer.copy()), method, groups=groups, coverage=coverage)
        for layer in cube.values
    ]
    return _filled(cube, np.stack(layers), method)


def _filled(cube: Cube, values: NDArray[np.float64], method: str) -> Cube:
    """Only gaps are filled, whatever a method returns."""
    fresh = np.isnan(cube.values) & ~np.isnan(values)
    status = np.where(fresh, np.int16(FIRST_FILLED + len(cube.methods)), cube.status)
    return replace(cube, values=np.where(fresh, values, cube.values), status=status, methods=(*cube.methods, method))


def treat_editions(cube: Cube, method: str = "winsorise-log", parameters: Mapping[str, Any] | None = None) -> Cube:
    """Treat outliers edition by edition, see `treat.treat_by`."""
    layers = [treat_by(cube.table(year), method, parameters or {}).step.table.values for year in cube.years]
    return replace(cube, values=np.stack(layers))


def score_editions(
    cube: Cube,
    framework: Framework,
    *,
    normalisation: str = "minmax",
    parameters: Mapping[str, Any] | None = None,
    weights: str = "given",
    rule: Rule | str = "arithmetic",
) -> Cube:
    """Scores of every node, on one scale over all editions, so that a score can be compared with an earlier one.

    returns  a cube whose nodes are those of the framework; the status of computed nodes is -1
    """
    size = (len(cube.years) * len(cube.places), len(cube.nodes))
    rows = tuple(f"{year}.{place}" for year in cube.years for place in cube.places)
    table = Table(rows, cube.nodes, cube.values.reshape(size).copy())
    directions = [framework.node(code).direction for code in cube.nodes]
    step = normalise(table, directions, normalisation, parameters or {})
    shares = weigh(framework, cube.nodes, weights)
    scores = aggregate(step.table, framework, shares, method=rule, thresholds={}, levels={}).table
    shape = (len(cube.years), len(cube.places), len(scores.nodes))
    status = np.full(shape, NEVER_SAID, np.int16)
    for at, code in enumerate(scores.nodes):
        if code in cube.nodes:
            status[:, :, at] = cube.status[:, :, cube.nodes.index(code)]
    return replace(cube, nodes=scores.nodes, values=scores.values.reshape(shape), status=status)
