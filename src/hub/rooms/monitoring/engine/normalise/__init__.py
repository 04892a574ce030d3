"""Normalisation: the eleven scales, on a table, on plain arrays, or on the scale of an earlier edition."""

from hub.rooms.monitoring.engine.normalise.freezing import Frozen, frozen_scale
from hub.rooms.monitoring.engine.normalise.normalising import normalise, scale_columns
from hub.rooms.monitoring.engine.normalise.scales import SCALES

__all__ = ["SCALES", "Frozen", "frozen_scale", "normalise", "scale_columns"]
