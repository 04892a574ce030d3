"""How far ranks move when choices and figures might as well have been a little different."""

from hub.rooms.monitoring.engine.uncertainty.bands import Bands
from hub.rooms.monitoring.engine.uncertainty.branches import Branches, branches_of
from hub.rooms.monitoring.engine.uncertainty.choices import Alternative, Choices, read_choices
from hub.rooms.monitoring.engine.uncertainty.model import Matrix, Model, Noisy, deviations_of, matrix_of
from hub.rooms.monitoring.engine.uncertainty.simulate import bands, bands_of_blocks

__all__ = [
    "Alternative",
    "Bands",
    "Branches",
    "Choices",
    "Matrix",
    "Model",
    "Noisy",
    "bands",
    "bands_of_blocks",
    "branches_of",
    "deviations_of",
    "matrix_of",
    "read_choices",
]
