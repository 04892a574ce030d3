"""Activities, their definitions and interactions. Source: xAPI 1.0.3 Data 2.4.4.1, 2.0 4.2.2."""

from typing import Any

from hub.rooms.academy.engine.statement.shapes import (
    Rule,
    check_extensions,
    check_iri,
    check_language_map,
    check_object,
    check_text,
    list_of,
    one_of,
    refuse,
)

INTERACTIONS = (
    *("true-false", "choice", "fill-in", "long-fill-in", "matching", "performance", "sequencing", "likert", "numeric"),
    "other",
)
ALL_COMPONENTS = ("choices", "scale", "source", "target", "steps")


def check_activity(value: Any, where: str) -> None:
    check_object(value, where, _ACTIVITY, ("id",))


def check_definition(value: Any, where: str) -> None:
    """A definition; what belongs to an interaction needs its kind."""
    check_object(value, where, _DEFINITION)
    present = [name for name in ALL_COMPONENTS if name in value]
    if "interactionType" not in value and (present or "correctResponsesPattern" in value):
        refuse("interaction_without_kind", f"{where}.interactionType", ", ".join(present) or "correctResponsesPattern")


def _check_components(value: Any, where: str) -> None:
    """A list of components, each identifier once."""
    _EACH_COMPONENT(value, where)
    seen = set()
    for number, component in enumerate(value):
        if component["id"] in seen:
            refuse("component_twice", f"{where}[{number}].id", component["id"])
        seen.add(component["id"])


def _check_component(value: Any, where: str) -> None:
    check_object(value, where, _COMPONENT, ("id",))


_COMPONENT: dict[str, Rule] = {"id": check_text, "description": check_language_map}
_EACH_COMPONENT = list_of(_check_component)
_DEFINITION: dict[str, Rule] = {
    "name": check_language_map,
    "description": check_language_map,
    "type": check_iri,
    "moreInfo": check_iri,
    "extensions": check_extensions,
    "interactionType": one_of(*INTERACTIONS),
    "correctResponsesPattern": list_of(check_text),
    **dict.fromkeys(ALL_COMPONENTS, _check_components),
}
_ACTIVITY: dict[str, Rule] = {"objectType": one_of("Activity"), "id": check_iri, "definition": check_definition}
