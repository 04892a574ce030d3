"""Sensitivity: which uncertain choice moves a result, alone and together with the others."""

from hub.rooms.monitoring.engine.sensitivity.enumeration import closed_indices, enumerated_indices
from hub.rooms.monitoring.engine.sensitivity.indices import Bounds, Factor, Indices, indices_mapping
from hub.rooms.monitoring.engine.sensitivity.sampled import Design, choices_of, sampled_indices, sobol_design
from hub.rooms.monitoring.engine.sensitivity.shapley import grouped_indices, shapley_shares

__all__ = [
    "Bounds",
    "Design",
    "Factor",
    "Indices",
    "choices_of",
    "closed_indices",
    "enumerated_indices",
    "grouped_indices",
    "indices_mapping",
    "sampled_indices",
    "shapley_shares",
    "sobol_design",
]
