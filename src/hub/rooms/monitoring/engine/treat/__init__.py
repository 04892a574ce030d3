"""Treatment of outliers: test every column, winsorise, take a logarithm or a power, and do it again to other draws."""

from hub.rooms.monitoring.engine.treat.columns import Treated
from hub.rooms.monitoring.engine.treat.moments import kurtosis, passes, skewness
from hub.rooms.monitoring.engine.treat.rules import METHODS
from hub.rooms.monitoring.engine.treat.treating import TreatedStep, treat, treat_by, treatments_at, untreated
from hub.rooms.monitoring.engine.treat.treatment import Logarithm, Treatment

__all__ = [
    "METHODS",
    "Logarithm",
    "Treated",
    "TreatedStep",
    "Treatment",
    "kurtosis",
    "passes",
    "skewness",
    "treat",
    "treat_by",
    "treatments_at",
    "untreated",
]
