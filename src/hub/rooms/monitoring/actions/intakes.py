"""Keeping what was sent in: all of a file or nothing of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from hub.commons.people.models import Person
from hub.kit.errors import Finding, InputRefused, Problem
from hub.rooms.monitoring.engine.observations import Observation as Stated
from hub.rooms.monitoring.engine.observations import Observations
from hub.rooms.monitoring.models import Intake, Observation, Round
from hub.rooms.monitoring.rules import is_open, is_staff, places_answered

MOST_FINDINGS = 20
CHUNK = 2000


@dataclass(frozen=True)
class Delivery:
    """A file that was read without an error: its bytes, and what was understood."""

    name: str
    content: bytes
    sha256: str
    format: str
    rows: int
    observations: Observations
    remarks: list[dict[str, Any]] = field(default_factory=list)


def check_sender(actor: Person | None, round: Round, observations: Observations) -> None:
    """Refuse rows for places that the sender does not answer for; the console (None) and hub staff may send any."""
    if actor is None or is_staff(actor):
        return
    own = places_answered(actor, round)
    if not own or not is_open(actor, round):
        raise Problem("sending_not_allowed", round=round.title)
    foreign = [position for position, code in enumerate(observations.places) if code not in own]
    found = [observations.at(row) for row in range(len(observations)) if observations.place[row] in foreign]
    if found:
        raise InputRefused(
            tuple(
                Finding("place_not_yours", found=one.place, allowed=", ".join(sorted(own)), file=one.file, row=one.row)
                for one in found[:MOST_FINDINGS]
            )
        )


@transaction.atomic
def store_delivery(actor: Person | None, round: Round, delivery: Delivery) -> Intake:
    """Store a delivery. The same file again changes nothing; a new value for a known cell revises it, and both stay."""
    check_sender(actor, round, delivery.observations)
    # One delivery of a round at a time: two that cross would both find a cell free.
    Round.objects.select_for_update().get(pk=round.pk)
    known = Intake.objects.filter(round=round, sha256=delivery.sha256).first()
    if known:
        return known
    current = {
        (one.place, one.indicator, one.period): one
        for one in round.observations.filter(replaced_by=None, place__in=delivery.observations.places)
    }
    intake = Intake(
        round=round,
        name=delivery.name[:200],
        sha256=delivery.sha256,
        format=delivery.format,
        rows=delivery.rows,
        added=0,
        remarks=delivery.remarks,
        sent_by=actor,
    )
    intake.file.save(delivery.sha256[:16], ContentFile(delivery.content), save=False)
    intake.save()
    stated = [delivery.observations.at(position) for position in range(len(delivery.observations))]
    new = [one for one in stated if _key(one) not in current]
    changed = [
        (one, current[_key(one)]) for one in stated if _key(one) in current and _differs(one, current[_key(one)])
    ]
    Observation.objects.bulk_create((_row(intake, one) for one in new), batch_size=CHUNK)
    _revise(intake, changed)
    intake.added, intake.revised = len(new), len(changed)
    intake.unchanged = len(stated) - len(new) - len(changed)
    intake.save(update_fields=["added", "revised", "unchanged"])
    return intake


def _revise(intake: Intake, changed: list[tuple[Stated, Observation]]) -> None:
    """Put new observations in the place of old ones; the old ones stay and point to what replaced them."""
    olds = [old for _, old in changed]
    # The old rows give way first: only one row may be current for a cell at any moment.
    for old in olds:
        old.replaced_by = old
    Observation.objects.bulk_update(olds, ["replaced_by"], batch_size=CHUNK)
    news = Observation.objects.bulk_create([_row(intake, one) for one, _ in changed], batch_size=CHUNK)
    for old, new in zip(olds, news, strict=True):
        old.replaced_by = new
    Observation.objects.bulk_update(olds, ["replaced_by"], batch_size=CHUNK)


def _key(one: Stated) -> tuple[str, str, str]:
    return one.place, one.indicator, one.period


def _differs(one: Stated, old: Observation) -> bool:
    return any(
        getattr(one, name) != getattr(old, name) for name in ("value", "low", "high", "status", "source", "note")
    )


def _row(intake: Intake, one: Stated) -> Observation:
    return Observation(
        intake=intake,
        round_id=intake.round_id,
        row=one.row,
        place=one.place,
        indicator=one.indicator,
        period=one.period,
        value=one.value,
        low=one.low,
        high=one.high,
        status=one.status,
        source=one.source,
        note=one.note,
    )


def remarks_of(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as rows that a JSON column can keep."""
    return [
        {
            "code": one.code,
            "severity": one.severity,
            "found": one.found,
            "allowed": one.allowed,
            "file": one.file,
            "row": one.row,
            "column": one.column,
            "others": one.others,
            "parameters": dict(one.parameters),
        }
        for one in findings
    ]
