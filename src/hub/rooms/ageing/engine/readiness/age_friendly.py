"""The age-friendly indicators of the World Health Organization (2015): what was measured, how, and how much is missing.

There is no score: the definitions differ from city to city (Kano et al. 2018), so a mean of them would say little. What
is given for each domain is its coverage, and for each indicator every value with its definition, source, year and
confidence.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.readiness.equity import BETTER, Better, Equity, GroupValue, equity_of

Kind = Literal["core", "supplementary"]
KINDS = ("core", "supplementary")
PERCENT, RATE, YEARS = "percent", "rate", "years"
UNITS = (PERCENT, RATE, YEARS)
# Asked of older people themselves; counted by others; or another one of the city's own, which it words itself.
PERCEPTION, OBJECTIVE, OWN = "perception", "objective", "own"
DEFINITIONS = (PERCEPTION, OBJECTIVE, OWN)
CONFIDENCES = ("high", "medium", "low")
MEASURED, NOT_MEASURED, NOT_REPORTED = "measured", "not_measured", "not_reported"


@dataclass(frozen=True, slots=True)
class Definition:
    """One of the two ways to measure an indicator; `unit` is percent (0 to 100), rate or years (0 or more)."""

    better: Better
    unit: str = PERCENT


@dataclass(frozen=True, slots=True)
class AgeFriendlyIndicator:
    """An indicator, its domain, and its two definitions."""

    code: str
    domain: str
    kind: Kind
    perception: Definition
    objective: Definition


@dataclass(frozen=True, slots=True)
class Domain:
    """A heading; `is_counted` is false for one that is not among the eight domains."""

    code: str
    is_counted: bool = True


@dataclass(frozen=True, slots=True)
class AgeFriendlyFramework:
    """The domains and indicators."""

    code: str
    version: str
    source: str
    domains: tuple[Domain, ...]
    indicators: tuple[AgeFriendlyIndicator, ...]


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a city says about an indicator.

    definition  perception, objective or own
    value       in the unit of the definition; None where the city says that it did not measure
    wording     how an own definition reads, in the city's words; needed for one
    better      whether more or less is better; needed for an own definition, elsewhere the framework says so
    groups      the same figure by group of older people, for equity; with `reference`, blank for the best-off group
    """

    indicator: str
    definition: str
    value: float | None
    source: str = ""
    year: int | None = None
    confidence: str = "medium"
    wording: str = ""
    better: Better | None = None
    groups: tuple[GroupValue, ...] = ()
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A measurement with what the framework adds: direction, unit, equity; own definitions compare with no other city."""

    measurement: Measurement
    better: Better
    unit: str
    is_comparable: bool
    equity: Equity | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator as a city has it: measured, not_measured (it says so), or not_reported."""

    indicator: AgeFriendlyIndicator
    status: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much is measured; `domain` is blank for all together."""

    domain: str
    core_measured: int
    core_of: int
    supplementary_measured: int
    supplementary_of: int

    @property
    def core_share(self) -> float | None:
        """Share of the core indicators that are measured, 0 to 1; None where the domain has none."""
        return self.core_measured / self.core_of if self.core_of else None


@dataclass(frozen=True, slots=True)
class AgeFriendliness:
    """The readiness matrix: every indicator, the coverage of every domain and of the whole."""

    entries: tuple[Entry, ...]
    domains: tuple[Coverage, ...]
    coverage: Coverage

    def inside(self, domain: str) -> tuple[Entry, ...]:
        """The entries of a domain, in the order of the framework."""
        return tuple(entry for entry in self.entries if entry.indicator.domain == domain)


def age_friendliness(framework: AgeFriendlyFramework, measurements: Sequence[Measurement]) -> AgeFriendliness:
    """Set what a city measured into the framework.

    measurements  any number, at most one for each indicator and definition
    Gaps: an indicator without a measurement stays in the matrix as not reported, with None as not measured; neither
    counts as 0. Raises DataProblem("age_friendly_…") for an unknown indicator, definition or confidence, a value out of
    range, a repeated measurement, an own definition without wording or direction; those of `equity_of`.
    """
    codes = {indicator.code: indicator for indicator in framework.indicators}
    readings: dict[str, list[Reading]] = {code: [] for code in codes}
    said: set[tuple[str, str]] = set()
    for measurement in measurements:
        if measurement.indicator not in codes:
            allowed = ", ".join(codes)
            raise DataProblem("age_friendly_indicator_unknown", found=measurement.indicator, allowed=allowed)
        key = (measurement.indicator, measurement.definition)
        if key in said:
            raise DataProblem("age_friendly_repeated", indicator=key[0], found=key[1])
        said.add(key)
        readings[key[0]].append(_read(codes[key[0]], measurement))
    entries = tuple(
        Entry(indicator, _status(readings[indicator.code]), tuple(readings[indicator.code]))
        for indicator in framework.indicators
    )
    domains = tuple(_coverage(domain.code, _inside(entries, domain.code)) for domain in framework.domains)
    return AgeFriendliness(entries, domains, _coverage("", entries))


def _read(indicator: AgeFriendlyIndicator, measurement: Measurement) -> Reading:
    _check_choices(measurement)
    is_own = measurement.definition == OWN
    if is_own and (not measurement.wording or measurement.better not in BETTER):
        raise DataProblem("age_friendly_own_definition_unsaid", indicator=indicator.code)
    used = indicator.perception if measurement.definition == PERCEPTION else indicator.objective
    better = measurement.better if is_own and measurement.better else used.better
    unit = RATE if is_own else used.unit
    if measurement.value is not None:
        _check_value(indicator.code, measurement.value, unit)
    for group in measurement.groups:
        _check_value(indicator.code, group.value, unit)
    equity = equity_of(measurement.groups, better, measurement.reference) if measurement.groups else None
    return Reading(measurement, better, unit, not is_own, equity)


def _check_choices(measurement: Measurement) -> None:
    named, definition, confidence = measurement.indicator, measurement.definition, measurement.confidence
    if definition not in DEFINITIONS:
        allowed = ", ".join(DEFINITIONS)
        raise DataProblem("age_friendly_definition_unknown", indicator=named, found=definition, allowed=allowed)
    if confidence not in CONFIDENCES:
        allowed = ", ".join(CONFIDENCES)
        raise DataProblem("age_friendly_confidence_unknown", indicator=named, found=confidence, allowed=allowed)


def _check_value(indicator: str, value: float, unit: str) -> None:
    if not (math.isfinite(value) and value >= 0):
        raise DataProblem("age_friendly_value_negative", indicator=indicator, found=value)
    if unit == PERCENT and value > 100:
        raise DataProblem("age_friendly_value_not_percent", indicator=indicator, found=value, low=0, high=100)


def _status(readings: Sequence[Reading]) -> str:
    if any(reading.measurement.value is not None for reading in readings):
        return MEASURED
    return NOT_MEASURED if readings else NOT_REPORTED


def _inside(entries: Sequence[Entry], domain: str) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.indicator.domain == domain)


def _coverage(domain: str, entries: Sequence[Entry]) -> Coverage:
    counts = [
        sum(entry.indicator.kind == kind and entry.status in statuses for entry in entries)
        for kind in KINDS
        for statuses in ((MEASURED,), (MEASURED, NOT_MEASURED, NOT_REPORTED))
    ]
    return Coverage(domain, *counts)
