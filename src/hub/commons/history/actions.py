"""Saving with a name to it: who changed what, by which action. The rows are kept by django-simple-history."""

from typing import Any

from django.db.models import Model

from hub.commons.people.models import Person


def save_as(actor: Person | None, thing: Model, action: str, *, note: str = "") -> None:
    """Save a model that has a history, writing actor and action into it. `actor` is None for a load by command."""
    _sign(actor, thing, action, note)
    thing.save()


def delete_as(actor: Person | None, thing: Model, action: str, *, note: str = "") -> None:
    """Delete a model that has a history; its last state and who deleted it stay."""
    _sign(actor, thing, action, note)
    thing.delete()


def _sign(actor: Person | None, thing: Any, action: str, note: str) -> None:
    thing._history_user = actor
    thing._change_reason = f"{action}: {note}"[:100] if note else action
