"""Tables of a place: read, and handed to be kept; or refused, all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from math import isfinite
from typing import Any

import numpy as np
from django.utils import timezone

from hub.commons.people.models import Person
from hub.commons.tables.inputs import Input
from hub.kit.errors import Finding, InputRefused
from hub.rooms.ageing.actions.deliveries import Accepted, store_all
from hub.rooms.ageing.files.intake.population import Population, read_population
from hub.rooms.ageing.files.intake.provision import read_provision
from hub.rooms.ageing.files.intake.vital import read_vital
from hub.rooms.ageing.files.vital import counts_of
from hub.rooms.ageing.models import Delivery, DeliveryKind, Place

MOST_FINDINGS = 60


@dataclass(frozen=True)
class Sent:
    """One file as somebody sent it, with what they said of it."""

    kind: str
    name: str
    content: bytes
    reference_date: date | None = None
    source: str = ""

    @property
    def input(self) -> Input:
        return Input(self.name.replace("\\", "/").rsplit("/", 1)[-1][:200] or "table", self.content)


def receive_tables(actor: Person | None, place: Place, sent: Sequence[Sent]) -> list[Delivery]:
    """Read all tables and keep them.

    Raises InputRefused with every fault of all of them, or Problem when the sender may not send; nothing is kept then.
    """
    accepted, faults = list[Accepted](), list[Finding]()
    for one in sent:
        try:
            accepted.append(_read(one))
        except InputRefused as refusal:
            faults += refusal.findings
    if faults:
        raise InputRefused(tuple(faults))
    return store_all(actor, place, accepted)


def _read(sent: Sent) -> Accepted:
    facts, findings = _facts_of(sent)
    return Accepted(
        kind=sent.kind,
        name=sent.input.name,
        content=sent.content,
        sha256=sent.input.sha256,
        options={
            "source": sent.source,
            "reference_date": sent.reference_date.isoformat() if sent.reference_date else "",
        },
        facts=facts,
        findings=[_plain(one) for one in findings[:MOST_FINDINGS]],
    )


def _facts_of(sent: Sent) -> tuple[dict[str, Any], Sequence[Finding]]:
    today = timezone.localdate()
    if sent.kind == DeliveryKind.POPULATION:
        read = read_population(sent.input, today=today, day=sent.reference_date)
        return _population_facts(read), read.findings
    if sent.kind == DeliveryKind.VITAL:
        vital = read_vital(sent.input, today=today)
        # That a year was read as a year is no news in a table of years.
        told = [one for one in vital.findings if one.code != "date_is_year"]
        return {"years": list(counts_of(vital).years), "events": sorted(vital.tables)}, told
    provision = read_provision(sent.input)
    return {"districts": len(provision.districts), "places": float(provision.places.sum())}, ()


def _population_facts(read: Population) -> dict[str, Any]:
    latest = read.latest
    own = latest.persons[-1]
    whole = own[latest.districts.index("")] if "" in latest.districts else own
    return {
        "dates": [day.isoformat() for table in read.tables for day in table.dates],
        "persons": float(np.nansum(whole)),
        "districts": sum(1 for name in latest.districts if name),
        "groups": len(latest.starts),
        "open_age": latest.starts[-1],
    }


def _plain(finding: Finding) -> dict[str, Any]:
    """A finding as a JSON column can keep it."""
    row = {one.name: getattr(finding, one.name) for one in fields(finding)}
    return row | {"parameters": {name: _json(value) for name, value in finding.parameters.items()}}


def _json(value: object) -> str | int | float | bool | None:
    """A value as JSON has it, which knows no NaN and no dates."""
    if isinstance(value, float):
        return float(value) if isfinite(value) else str(value)
    return value if isinstance(value, str | int) or value is None else str(value)
