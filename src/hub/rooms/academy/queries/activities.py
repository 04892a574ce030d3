"""What is known of an activity."""

from collections.abc import Mapping, Sequence
from typing import Any

from hub.rooms.academy.engine.statement.keys import activity_key
from hub.rooms.academy.engine.statement.mentions import activities_of
from hub.rooms.academy.engine.statement.parse import parse_json
from hub.rooms.academy.models import Activity


def activity_object(iri: str) -> dict[str, Any]:
    """The activity with all that statements have said of it; with its identifier alone where they said nothing."""
    said = Activity.objects.filter(key=activity_key(iri)).values_list("definition", flat=True).first()
    definition = parse_json(said.encode()) if said else {}
    return {"objectType": "Activity", "id": iri} | ({"definition": definition} if definition else {})


def definitions_of(statements: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """What is known of all activities of some statements, by identifier. One query."""
    keys = {activity_key(activity["id"]) for statement in statements for activity in activities_of(statement)}
    said = Activity.objects.filter(key__in=keys).values_list("iri", "definition")
    return {iri: parse_json(definition.encode()) for iri, definition in said}
