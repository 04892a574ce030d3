"""What was changed of a city and of all that belongs to it, by whom, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hub.rooms.network.models import Award, City, CityName, CityValue, ClusterMembership, MembershipEvent, Role

OF_CITY = (CityName, CityValue, MembershipEvent, ClusterMembership, Award, Role)
HIDDEN = {"loaded_key"}


@dataclass(frozen=True, slots=True)
class CityChange:
    """One change. `fields` is a tuple of (label, before, after); `thing` what was changed, `kind` + ~ or -."""

    at: datetime
    thing: str
    kind: str
    person: str
    reason: str
    fields: tuple[tuple[str, str, str], ...]


def history_of(city: City, *, most: int = 200) -> list[CityChange]:
    """The latest changes. One query for each kind of thing."""
    records: list[tuple[Any, Any]] = _pairs(City.history.filter(id=city.pk))  # type: ignore[attr-defined]
    for model in OF_CITY:
        records += _pairs(model.history.filter(city_id=city.pk))
    changes = [_change(record, older) for record, older in records]
    return sorted(changes, key=lambda change: change.at, reverse=True)[:most]


def _pairs(records: Any) -> list[tuple[Any, Any]]:
    """Every record with the one before it of the same row."""
    before: dict[int, Any] = {}
    pairs = []
    for record in records.select_related("history_user").order_by("history_id"):
        pairs.append((record, before.get(record.id)))
        before[record.id] = record
    return pairs


def _change(record: Any, older: Any) -> CityChange:
    fields = {field.name: field for field in record.instance_type._meta.concrete_fields if field.name not in HIDDEN}
    differences = record.diff_against(older).changes if older and record.history_type == "~" else []
    return CityChange(
        at=record.history_date,
        thing=f"{record.instance_type._meta.verbose_name}: {_title(record)}",
        kind=record.history_type,
        person=str(record.history_user) if record.history_user else "",
        reason=record.history_change_reason or "",
        fields=tuple(_told(fields, differences)),
    )


def _told(fields: dict[str, Any], differences: Iterable[Any]) -> Iterable[tuple[str, str, str]]:
    for difference in differences:
        if difference.field in fields:
            before, after = ("" if value is None else str(value) for value in (difference.old, difference.new))
            yield str(fields[difference.field].verbose_name), before, after


def _title(record: Any) -> str:
    for name in ("text", "property", "name", "kind", "title", "role"):
        if getattr(record, name, ""):
            shown = getattr(record, f"get_{name}_display", None)
            return str(shown() if shown else getattr(record, name))
    return ""
