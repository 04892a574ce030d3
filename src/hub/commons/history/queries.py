"""What was changed, when, by whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of an audit history; `fields` is a tuple of (label, before, after), empty for the first state."""

    at: datetime
    kind: str
    person: str
    reason: str
    fields: tuple[tuple[str, str, str], ...]


def changes_of(thing: Model, *, most: int = 50) -> list[Change]:
    """The latest changes of a model with a history, newest first. Two queries, whatever their number."""
    records: list[Any] = list(thing.history.select_related("history_user")[: most + 1])  # type: ignore[attr-defined]
    return [_change(record, older) for record, older in zip(records, [*records[1:], None], strict=True)][:most]


def _change(record: Any, older: Any) -> Change:
    differences = record.diff_against(older).changes if older else []
    labels = {field.name: str(field.verbose_name) for field in record.instance_type._meta.fields}
    return Change(
        at=record.history_date,
        kind=record.history_type,
        person=str(record.history_user) if record.history_user else "",
        reason=record.history_change_reason or "",
        fields=tuple((labels.get(d.field, d.field), str(d.old or ""), str(d.new or "")) for d in differences),
    )
