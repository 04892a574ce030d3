"""The Active Ageing Index of a place, or how far it is from being one, in the rows that a page shows."""

from dataclasses import dataclass

from hub.rooms.ageing.engine.readiness.active_ageing import EMPTY, FULL, DomainScore
from hub.rooms.ageing.engine.readiness.age_friendly import MEASURED, NOT_MEASURED, NOT_REPORTED, PERCENT
from hub.rooms.ageing.models import Reading
from hub.rooms.ageing.phrases.readiness import ACTIVE_AGEING_NAMES, CONFIDENCE_NAMES
from hub.rooms.ageing.phrases.readings import ACTIVE_AGEING_DEFINITIONS
from hub.rooms.ageing.queries.matrix import written
from hub.rooms.ageing.queries.readings import Readiness


@dataclass(frozen=True, slots=True)
class ActiveRow:
    """An indicator with what is said of it: measured, not_measured or not_reported."""

    code: str
    name: str
    means: str
    status: str
    told: str = ""
    source: str = ""
    year: int | None = None
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class ActiveDomain:
    """A domain: its score from what is known (blank where nothing is), and how much that is."""

    name: str
    score: str
    known: int
    of: int
    rows: tuple[ActiveRow, ...]


@dataclass(frozen=True, slots=True)
class ActiveCard:
    """What may be said: an index (`score`) only where enough is known, else what is there and what is missing.

    lacks_domain  enough indicators are known, but none of a whole domain
    covered       per cent of all weight that is known
    missing       rows without a value, in the order of the framework
    """

    framework: str
    source: str
    is_index: bool
    is_empty: bool
    lacks_domain: bool
    score: str
    known: int
    of: int
    least: int
    covered: str
    domains: tuple[ActiveDomain, ...]
    missing: tuple[ActiveRow, ...]


def active_card_of(readiness: Readiness) -> ActiveCard:
    """The Active Ageing Index of a place."""
    framework, result = readiness.frameworks.active_ageing, readiness.active_ageing
    is_index = result.code == FULL and result.score is not None
    domains = tuple(_domain(readiness, one) for one in result.domains)
    return ActiveCard(
        framework=framework.code,
        source=framework.source,
        is_index=is_index,
        is_empty=result.code == EMPTY,
        lacks_domain=not is_index and result.known >= framework.least_known,
        score=written(result.score, PERCENT) if is_index and result.score is not None else "",
        known=result.known,
        of=result.of,
        least=framework.least_known,
        covered=written(100 * result.coverage, PERCENT),
        domains=domains,
        missing=tuple(row for domain in domains for row in domain.rows if row.status != MEASURED),
    )


def _domain(readiness: Readiness, domain: DomainScore) -> ActiveDomain:
    framework = readiness.frameworks.active_ageing
    return ActiveDomain(
        name=str(ACTIVE_AGEING_NAMES[domain.code]),
        score="" if domain.score is None else written(domain.score, PERCENT),
        known=domain.known,
        of=domain.of,
        rows=tuple(
            _row(one.code, readiness.said_of(framework.code, one.code)) for one in framework.inside(domain.code)
        ),
    )


def _row(code: str, said: tuple[Reading, ...]) -> ActiveRow:
    name, means = str(ACTIVE_AGEING_NAMES[code]), str(ACTIVE_AGEING_DEFINITIONS[code])
    reading = next((one for one in said if not one.subgroup and not one.definition), None)
    if reading is None:
        return ActiveRow(code, name, means, NOT_REPORTED)
    if reading.value is None:
        return ActiveRow(code, name, means, NOT_MEASURED)
    return ActiveRow(
        code,
        name,
        means,
        MEASURED,
        told=written(reading.value, PERCENT),
        source=reading.source,
        year=reading.year,
        confidence=str(CONFIDENCE_NAMES.get(reading.confidence, "")),
    )
