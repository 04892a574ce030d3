"""All that a replication needs, worked out once: the few distinct tables that the discrete choices lead to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hub.rooms.monitoring.engine.treat import Treatment
from hub.rooms.monitoring.engine.uncertainty.branches import Branches
from hub.rooms.monitoring.engine.uncertainty.choices import Alternative

# Half-width of a 95 % interval in standard deviations of the normal distribution.
HALF_WIDTH_95 = 1.959963984540054


@dataclass(frozen=True, eq=False)
class Matrix:
    """One normalised table, turned so that a node's children lie together.

    values  (indicators, places)  0 where there is a gap
    known   (indicators, places)  False where there is a gap
    """

    values: NDArray[np.float64]
    known: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Noisy:
    """The values before treatment, from which noisy tables are made; one for every imputation and treatment.

    raw         (indicators, places)  before treatment, not directed; 0 where there is a gap
    treated     (indicators, places)  after treatment
    deviations  (indicators, places)  standard deviation of the raw value; 0 where no interval was published
    treatments  per indicator, in the order of the rows
    """

    raw: NDArray[np.float64]
    treated: NDArray[np.float64]
    known: NDArray[np.bool_]
    deviations: NDArray[np.float64]
    treatments: tuple[Treatment, ...]


@dataclass(frozen=True, eq=False)
class Model:
    """What replications are made of.

    sizes           how many alternatives there are of imputation, treatment and normalisation
    matrices        one for each combination of these three, the last varying fastest
    noisy           one for each combination of imputation and treatment; empty where no noise is drawn
    powers          (aggregations, nodes)  power of the mean: 1 arithmetic, 0 geometric, -1 harmonic
    weights         (nodes,)  nominal share of every node among its siblings
    own             node position -> (children, places) weights that each place has for itself below that node
    """

    places: tuple[str, ...]
    branches: Branches
    sizes: tuple[int, int, int]
    matrices: tuple[Matrix, ...]
    powers: NDArray[np.float64]
    weights: NDArray[np.float64]
    directions: NDArray[np.float64]
    normalisations: tuple[Alternative, ...]
    own: Mapping[int, NDArray[np.float64]] = field(default_factory=dict)
    noisy: tuple[Noisy, ...] = ()

    def matrix_number(self, imputation: int, treatment: int, normalisation: int) -> int:
        return (imputation * self.sizes[1] + treatment) * self.sizes[2] + normalisation


def matrix_of(values: NDArray[np.float64]) -> Matrix:
    """(places, indicators) with NaN for gaps, turned."""
    known = np.ascontiguousarray(~np.isnan(values).T)
    return Matrix(np.where(known, values.T, 0.0), known)


def deviations_of(low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.float64]:
    """Standard deviations from 95 % intervals, any shape; 0 where an end is missing."""
    return np.nan_to_num((high - low) / (2 * HALF_WIDTH_95), nan=0.0)


def weights_row(branches: Branches, weights: Mapping[str, float]) -> NDArray[np.float64]:
    """(nodes,) weights in the order of the branches."""
    return np.array([weights[node] for node in branches.nodes])
