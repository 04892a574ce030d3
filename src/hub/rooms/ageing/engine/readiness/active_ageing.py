"""The Active Ageing Index of the UNECE and the European Commission: weighted means of what is known, with what is not.

Source: UNECE & European Commission (2012 onwards); for cities and regions the UNECE guidelines of 2018.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array

FULL, PARTIAL, EMPTY = "aai", "partial", "empty"
# The index counts the years that remain at 55 as a share of this many.
YEARS_HOPED_FOR = 50


@dataclass(frozen=True, slots=True)
class Weighted:
    """A domain, or an indicator of one, and its weight among its siblings; `domain` is blank for a domain."""

    code: str
    weight: float
    domain: str = ""


@dataclass(frozen=True, slots=True)
class ActiveAgeingFramework:
    """What the index is made of; below `least_known` indicators it is not one."""

    code: str
    version: str
    source: str
    least_known: int
    domains: tuple[Weighted, ...]
    indicators: tuple[Weighted, ...]

    def inside(self, domain: str) -> tuple[Weighted, ...]:
        """The indicators of a domain, in their order."""
        return tuple(indicator for indicator in self.indicators if indicator.domain == domain)


@dataclass(frozen=True, slots=True)
class DomainScore:
    """A domain: its mean of what is known (None where nothing is) and how much of its weight that is, 0 to 1."""

    code: str
    score: float | None
    coverage: float
    known: int
    of: int


@dataclass(frozen=True, slots=True)
class ActiveAgeing:
    """A result, and how much of an index it is.

    code      "aai", or "partial" where too little is known to call it so, or "empty" where nothing is
    score     0 to 100; None where nothing is known
    coverage  share of all weight that is known, 0 to 1
    missing   codes of the indicators that are not known, in the order of the framework
    """

    code: str
    score: float | None
    coverage: float
    known: int
    of: int
    domains: tuple[DomainScore, ...]
    missing: tuple[str, ...]


def active_ageing(framework: ActiveAgeingFramework, values: Mapping[str, float | None]) -> ActiveAgeing:
    """Score one place, or the women or the men of one.

    values  indicator -> 0 to 100, more is better; None, NaN or no entry where it is not known
    Gaps: left out; the weights of the others in the domain, and of domains with a score, are scaled up to the whole.
    The result is called "aai" only with `least_known` indicators and something in every domain.
    Raises DataProblem("active_ageing_indicator_unknown"), DataProblem("active_ageing_value_out_of_range").
    """
    known = _known(framework, values)
    domains = tuple(_domain_score(framework, domain, known) for domain in framework.domains)
    weights = {domain.code: domain.weight for domain in framework.domains}
    scored = [(weights[domain.code], domain.score) for domain in domains if domain.score is not None]
    whole = sum(weights.values())
    enough = len(known) >= framework.least_known and len(scored) == len(domains)
    return ActiveAgeing(
        code=(FULL if enough else PARTIAL) if scored else EMPTY,
        score=_weighted_mean(scored),
        coverage=sum(weights[domain.code] * domain.coverage for domain in domains) / whole,
        known=len(known),
        of=len(framework.indicators),
        domains=domains,
        missing=tuple(indicator.code for indicator in framework.indicators if indicator.code not in known),
    )


def remaining_life_score(expectancy_55: Array) -> Array:
    """The indicator “remaining life expectancy at 55”: years that remain, per cent of 50, at most 100 (same shape)."""
    return np.minimum(100 * expectancy_55 / YEARS_HOPED_FOR, 100.0)


def healthy_life_score(healthy_55: Array, expectancy_55: Array) -> Array:
    """The indicator “share of healthy years at 55”: healthy ones per cent of all that remain (same shape)."""
    share: Array = 100 * healthy_55 / expectancy_55
    return share


def _known(framework: ActiveAgeingFramework, values: Mapping[str, float | None]) -> dict[str, float]:
    codes = [indicator.code for indicator in framework.indicators]
    for code in values:
        if code not in codes:
            raise DataProblem("active_ageing_indicator_unknown", found=code, allowed=", ".join(codes))
    known = {code: float(value) for code, value in values.items() if value is not None and not math.isnan(value)}
    for code, value in known.items():
        if not 0 <= value <= 100:
            raise DataProblem("active_ageing_value_out_of_range", indicator=code, found=value, low=0, high=100)
    return known


def _domain_score(framework: ActiveAgeingFramework, domain: Weighted, known: Mapping[str, float]) -> DomainScore:
    indicators = framework.inside(domain.code)
    scored = [(one.weight, known[one.code]) for one in indicators if one.code in known]
    coverage = sum(weight for weight, _ in scored) / sum(one.weight for one in indicators)
    return DomainScore(domain.code, _weighted_mean(scored), coverage, len(scored), len(indicators))


def _weighted_mean(scored: list[tuple[float, float]]) -> float | None:
    if not scored:
        return None
    return sum(weight * score for weight, score in scored) / sum(weight for weight, _ in scored)
