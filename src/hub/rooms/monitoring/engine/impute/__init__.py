"""Impute: fill gaps from what is most alike; what was observed is never touched."""

from hub.rooms.monitoring.engine.impute.columns import FILLS, impute, mean_of, median_of
from hub.rooms.monitoring.engine.impute.held_out import HoldOut, hold_out
from hub.rooms.monitoring.engine.impute.missingness import Association, Missingness, missingness
from hub.rooms.monitoring.engine.impute.multiple import Multiple, impute_multiple
from hub.rooms.monitoring.engine.impute.panels import History, PanelFill, fill_from_history, impute_panel
from hub.rooms.monitoring.engine.impute.rows import fill_rows
from hub.rooms.monitoring.engine.impute.shifts import BreakEven, break_even, delta_shift
from hub.rooms.monitoring.engine.impute.turns import (
    NEEDED,
    PARAMETERS,
    Attempt,
    Background,
    Imputation,
    impute_in_turn,
)

__all__ = [
    "FILLS",
    "NEEDED",
    "PARAMETERS",
    "Association",
    "Attempt",
    "Background",
    "BreakEven",
    "History",
    "HoldOut",
    "Imputation",
    "Missingness",
    "Multiple",
    "PanelFill",
    "break_even",
    "delta_shift",
    "fill_from_history",
    "fill_rows",
    "hold_out",
    "impute",
    "impute_in_turn",
    "impute_multiple",
    "impute_panel",
    "mean_of",
    "median_of",
    "missingness",
]
