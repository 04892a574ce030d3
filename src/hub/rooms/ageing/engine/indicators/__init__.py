"""Indicators of ageing: each under its own code, with its variant and source."""

from hub.rooms.ageing.engine.indicators.mortality import both_sexes_life_table
from hub.rooms.ageing.engine.indicators.profile import AgeProfile, profile_of
from hub.rooms.ageing.engine.indicators.registry import INDICATORS, Indicator
from hub.rooms.ageing.engine.indicators.steps import by_single_age
from hub.rooms.ageing.engine.indicators.sullivan import HealthyYears, healthy_years
from hub.rooms.ageing.engine.indicators.table import counted_indicators, indicators_of, prospective_indicators

__all__ = [
    "INDICATORS",
    "AgeProfile",
    "HealthyYears",
    "Indicator",
    "both_sexes_life_table",
    "by_single_age",
    "counted_indicators",
    "healthy_years",
    "indicators_of",
    "profile_of",
    "prospective_indicators",
]
