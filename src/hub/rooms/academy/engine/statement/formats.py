"""The forms in which statements are given out: `exact` as kept, `ids` the shortest, `canonical` with the store's own words.

Source: xAPI 1.0.3 Communication 2.1.3, 2.0 4.1.6.1.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hub.rooms.academy.engine.statement.agents import identifiers_of

Definitions = Mapping[str, Mapping[str, Any]]
MAPS_OF_DEFINITION = ("name", "description")
LISTS_OF_COMPONENTS = ("choices", "scale", "source", "target", "steps")


@dataclass(frozen=True, slots=True)
class Languages:
    """What a reader wants: tags best first, with `*` for every language that is not named, and those refused (lower case)."""

    wanted: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    def refuses(self, tag: str) -> bool:
        """Whether a tag is refused, itself or by its beginning, and not wanted all the same."""
        return _is_within(tag, self.refused) and tag.lower() not in {wanted.lower() for wanted in self.wanted}

    def other_of(self, known: Mapping[str, str]) -> str | None:
        """The first tag that is not named."""
        named = tuple(wanted.lower() for wanted in self.wanted if wanted != "*")
        return next((tag for tag in known.values() if not _is_within(tag, named)), None)


def _is_within(tag: str, ranges: tuple[str, ...]) -> bool:
    return any(tag.lower() == one or tag.lower().startswith(f"{one}-") for one in ranges)


def as_ids(statement: Mapping[str, Any]) -> dict[str, Any]:
    """Only what identifies agents, groups, activities and verbs; anonymous groups keep their members."""
    return _rewritten(statement, agent=_short_agent, activity=_short_activity, verb=_short_verb)


def as_canonical(statement: Mapping[str, Any], languages: Languages, definitions: Definitions) -> dict[str, Any]:
    """One language of every language map, and activities as the store knows them.

    languages    what the reader prefers
    definitions  of activities by identifier; the statement's own where the store has none
    """

    def activity(value: Mapping[str, Any]) -> dict[str, Any]:
        known = definitions.get(value["id"]) or value.get("definition")
        return {**value, "definition": in_one_language(known, languages)} if known else dict(value)

    def verb(value: Mapping[str, Any]) -> dict[str, Any]:
        return {**value, "display": chosen(value["display"], languages)} if "display" in value else dict(value)

    return _rewritten(statement, agent=dict, activity=activity, verb=verb)


def in_one_language(definition: Mapping[str, Any], languages: Languages) -> dict[str, Any]:
    """A definition whose language maps have one entry."""
    plain = dict(definition)
    for name in MAPS_OF_DEFINITION:
        if name in plain:
            plain[name] = chosen(plain[name], languages)
    for name in LISTS_OF_COMPONENTS:
        if name in plain:
            plain[name] = [
                {**part, "description": chosen(part["description"], languages)} if "description" in part else part
                for part in plain[name]
            ]
    return plain


def chosen(texts: Mapping[str, str], languages: Languages) -> dict[str, str]:
    """The one entry of a language map that suits best: the tag, then its beginning, then the same language, then the first."""
    known = {tag.lower(): tag for tag in texts if not languages.refuses(tag)}
    for wanted in languages.wanted:
        tag = languages.other_of(known) if wanted == "*" else _nearest(wanted, known)
        if tag is not None:
            return {tag: texts[tag]}
    left = list(known.values()) or list(texts)
    return {tag: texts[tag] for tag in left[:1]}


def _nearest(wanted: str, known: Mapping[str, str]) -> str | None:
    parts = wanted.lower().split("-")
    for length in range(len(parts), 0, -1):
        tag = known.get("-".join(parts[:length]))
        if tag is not None:
            return tag
    return next((tag for lowered, tag in known.items() if lowered.split("-")[0] == parts[0]), None)


def languages_of(header: str) -> Languages:
    """The languages of an Accept-Language header. Source: RFC 9110, 12.5.4."""
    wanted, refused = [], []
    for place, entry in enumerate(header.split(",")[:40]):
        tag, _, weight = entry.strip().partition(";")
        tag, quality = tag.strip(), _quality(weight)
        if tag and quality > 0:
            wanted.append((-quality, place, tag))
        elif tag and tag != "*":
            refused.append(tag.lower())
    return Languages(tuple(tag for _quality_, _place, tag in sorted(wanted)), tuple(refused))


def _rewritten(
    statement: Mapping[str, Any],
    *,
    agent: Callable[[Any], Any],
    activity: Callable[[Any], Any],
    verb: Callable[[Any], Any],
) -> dict[str, Any]:
    """The statement with each agent, activity and verb put through a function, inside it too."""
    plain = dict(statement)
    plain["actor"], plain["verb"] = agent(plain["actor"]), verb(plain["verb"])
    if "authority" in plain:
        plain["authority"] = agent(plain["authority"])
    kind = plain["object"].get("objectType", "Activity")
    if kind == "SubStatement":
        plain["object"] = _rewritten(plain["object"], agent=agent, activity=activity, verb=verb)
    elif kind == "Activity":
        plain["object"] = activity(plain["object"])
    elif kind in ("Agent", "Group"):
        plain["object"] = agent(plain["object"])
    if "context" in plain:
        plain["context"] = _rewritten_context(plain["context"], agent=agent, activity=activity)
    return plain


def _rewritten_context(
    context: Mapping[str, Any], *, agent: Callable[[Any], Any], activity: Callable[[Any], Any]
) -> dict[str, Any]:
    plain = dict(context)
    for name in ("instructor", "team"):
        if name in plain:
            plain[name] = agent(plain[name])
    for name, part in (("contextAgents", "agent"), ("contextGroups", "group")):
        if name in plain:
            plain[name] = [{**entry, part: agent(entry[part])} for entry in plain[name]]
    if "contextActivities" in plain:
        plain["contextActivities"] = {
            relation: [activity(one) for one in activities]
            for relation, activities in plain["contextActivities"].items()
        }
    return plain


def _short_agent(agent: Mapping[str, Any]) -> dict[str, Any]:
    kind = {"objectType": agent.get("objectType", "Agent")}
    found = identifiers_of(agent)
    if found:
        return {**kind, found[0]: agent[found[0]]}
    return {**kind, "member": [_short_agent(member) for member in agent.get("member", ())]}


def _short_activity(activity: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": activity["id"]}


def _short_verb(verb: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": verb["id"]}


def _quality(weight: str) -> float:
    name, _, number = weight.strip().partition("=")
    try:
        return float(number) if name.strip() == "q" else 1.0
    except ValueError:
        return 1.0
