"""What is known of how ready a place is for older people, as the engine takes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hub.rooms.ageing.engine.readiness.active_ageing import ActiveAgeing, ActiveAgeingFramework, active_ageing
from hub.rooms.ageing.engine.readiness.age_friendly import (
    DEFINITIONS,
    OBJECTIVE,
    OWN,
    PERCENT,
    PERCEPTION,
    RATE,
    AgeFriendliness,
    AgeFriendlyFramework,
    AgeFriendlyIndicator,
    Measurement,
    age_friendliness,
)
from hub.rooms.ageing.engine.readiness.equity import Better, GroupValue
from hub.rooms.ageing.models import Place, Reading

# The definition as it is written down -> that of the engine. An own one says too whether more or less is better.
OWN_MORE, OWN_LESS = "own-more", "own-less"
KEPT: Mapping[str, str] = {PERCEPTION: PERCEPTION, OBJECTIVE: OBJECTIVE, OWN_MORE: OWN, OWN_LESS: OWN}
OWN_BETTER: Mapping[str, Better] = {OWN_MORE: "more", OWN_LESS: "less"}
# Nothing said about confidence is none to boast of.
UNSAID_CONFIDENCE = "low"
LEAST_GROUPS = 2


@dataclass(frozen=True, slots=True)
class Frameworks:
    """What is asked."""

    age_friendly: AgeFriendlyFramework
    active_ageing: ActiveAgeingFramework


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a place says of how ready it is; `said` are its readings as they were written down."""

    frameworks: Frameworks
    said: tuple[Reading, ...]
    age_friendly: AgeFriendliness
    active_ageing: ActiveAgeing

    def said_of(self, framework: str, indicator: str) -> tuple[Reading, ...]:
        """The readings of an indicator, those of groups too."""
        return tuple(one for one in self.said if (one.framework, one.indicator) == (framework, indicator))


@dataclass(frozen=True, slots=True)
class Asked:
    """The figure that a form is about: `definition` as the engine has it, blank where there is one only.

    unit    percent (0 to 100), rate or years (0 or more)
    better  whether more or less of it is better; None where the city says so
    """

    framework: str
    indicator: str
    definition: str
    unit: str
    better: Better | None

    @property
    def kept_as(self) -> tuple[str, ...]:
        """The definitions under which its readings are written down."""
        return tuple(kept for kept, used in KEPT.items() if used == self.definition) or (self.definition,)


def readiness_of(place: Place, frameworks: Frameworks) -> Readiness:
    """Everything that a place says. One query; readings of indicators that a framework no longer has are left out."""
    said = tuple(one for one in _readings_of(place) if one.indicator in _codes_of(frameworks, one.framework))
    return Readiness(
        frameworks=frameworks,
        said=said,
        age_friendly=age_friendliness(frameworks.age_friendly, _measurements(frameworks.age_friendly.code, said)),
        active_ageing=active_ageing(frameworks.active_ageing, _active_values(frameworks.active_ageing.code, said)),
    )


def has_outlook(place: Place, *, everything: bool) -> bool:
    """Whether a place has an outlook to show: any for those who answer for it, a public one for everybody else."""
    if not place.pk:
        return False
    return place.outlooks.exists() if everything else place.outlooks.filter(is_public=True).exists()


def asked_of(frameworks: Frameworks, *, framework: str, indicator: str, definition: str) -> Asked | None:
    """The figure of these codes; a blank framework is the first that has the indicator, a blank definition its first one.

    None where there is no such figure.
    """
    friendly, active = frameworks.age_friendly, frameworks.active_ageing
    if framework in ("", friendly.code) and indicator in _codes_of(frameworks, friendly.code):
        found = next(one for one in friendly.indicators if one.code == indicator)
        return _asked_friendly(friendly.code, found, definition or PERCEPTION)
    if framework in ("", active.code) and not definition and indicator in _codes_of(frameworks, active.code):
        return Asked(active.code, indicator, "", PERCENT, "more")
    return None


def _asked_friendly(framework: str, indicator: AgeFriendlyIndicator, definition: str) -> Asked | None:
    if definition not in DEFINITIONS:
        return None
    if definition == OWN:
        return Asked(framework, indicator.code, OWN, RATE, None)
    used = indicator.perception if definition == PERCEPTION else indicator.objective
    return Asked(framework, indicator.code, definition, used.unit, used.better)


def _readings_of(place: Place) -> list[Reading]:
    return list(place.readings.all()) if place.pk else []


def _codes_of(frameworks: Frameworks, framework: str) -> list[str]:
    of: dict[str, list[str]] = {
        frameworks.age_friendly.code: [one.code for one in frameworks.age_friendly.indicators],
        frameworks.active_ageing.code: [one.code for one in frameworks.active_ageing.indicators],
    }
    return of.get(framework, [])


def _measurements(framework: str, said: Iterable[Reading]) -> list[Measurement]:
    """Readings as measurements, one for each indicator and definition; groups without a reading of all are left out."""
    own = [one for one in said if one.framework == framework and one.definition in KEPT]
    of_all = {(one.indicator, KEPT[one.definition]): one for one in reversed(own) if not one.subgroup}
    return [
        _measurement(reading, [one for one in own if one.subgroup and _same(one, reading)])
        for reading in reversed(of_all.values())
    ]


def _same(one: Reading, other: Reading) -> bool:
    return (one.indicator, one.definition) == (other.indicator, other.definition)


def _measurement(reading: Reading, groups: list[Reading]) -> Measurement:
    usable = tuple(
        GroupValue(one.subgroup, one.value, one.share_of_people)
        for one in groups
        if one.value is not None and one.share_of_people
    )
    return Measurement(
        indicator=reading.indicator,
        definition=KEPT[reading.definition],
        value=reading.value,
        source=reading.source,
        year=reading.year,
        confidence=reading.confidence or UNSAID_CONFIDENCE,
        # The source of a definition of one's own says what was measured.
        wording=(reading.source or "—") if reading.definition in OWN_BETTER else "",
        better=OWN_BETTER.get(reading.definition),
        groups=usable if len(usable) >= LEAST_GROUPS else (),
    )


def _active_values(framework: str, said: Iterable[Reading]) -> dict[str, float | None]:
    return {
        one.indicator: one.value
        for one in said
        if one.framework == framework and not one.subgroup and not one.definition
    }
