"""How an object is checked: a table of its properties and what each must be.

A rule is a function (value, where) that raises `DataProblem` with the property's name, or returns. `where` is the path of the
object that holds the property, so that a path is put together only when there is something to say.
"""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from hub.kit.errors import DataProblem
from hub.rooms.academy.engine.statement import texts

Rule = Callable[[Any, str], None]
LEVELS_OF_EXTENSIONS = 60


def refuse(code: str, where: str, found: Any, **parameters: Any) -> NoReturn:
    """Say what is wrong with a property, with no more of it than a line can hold."""
    raise DataProblem(code, property=shown(where or "statement", most=200), found=shown(found), **parameters)


def shown(value: Any, most: int = 80) -> str:
    """A value as a message shows it: the beginning only of a long one."""
    text = value if isinstance(value, str) else repr(value)[: most + 1]
    return text if len(text) <= most else f"{text[: most - 1]}…"


def check_object(value: Any, where: str, rules: Mapping[str, Rule], required: tuple[str, ...] = ()) -> None:
    """Every property is known and well-formed, and none of the required ones is missing."""
    if type(value) is not dict:
        refuse("not_an_object", where, value)
    for name, item in value.items():
        rule = rules.get(name)
        path = f"{where}.{name}" if where else name
        if rule is None:
            refuse("property_unknown", path, name, allowed=", ".join(rules))
        rule(item, path)
    for name in required:
        if name not in value:
            refuse("property_missing", f"{where}.{name}" if where else name, "", needed=name)


def list_of(rule: Rule, *, fewest: int = 0) -> Rule:
    """A rule for a list whose members all keep `rule`."""

    def check(value: Any, where: str) -> None:
        if type(value) is not list:
            refuse("not_a_list", where, value)
        if len(value) < fewest:
            refuse("list_too_short", where, len(value), allowed=fewest)
        for number, item in enumerate(value):
            rule(item, f"{where}[{number}]")

    return check


def one_of(*allowed: str) -> Rule:
    """A rule for a text that is one of a few, in just this spelling."""

    def check(value: Any, where: str) -> None:
        if type(value) is not str or value not in allowed:
            refuse("value_not_allowed", where, value, allowed=", ".join(allowed))

    return check


def text_like(is_good: Callable[[str], bool], code: str) -> Rule:
    """A rule for a text of a form."""

    def check(value: Any, where: str) -> None:
        if type(value) is not str or not is_good(value):
            refuse(code, where, value)

    return check


def check_text(value: Any, where: str) -> None:
    if type(value) is not str:
        refuse("not_a_text", where, value)


def check_truth(value: Any, where: str) -> None:
    if type(value) is not bool:
        refuse("not_true_or_false", where, value)


def check_number(value: Any, where: str) -> None:
    if type(value) not in (int, float):
        refuse("not_a_number", where, value)


def check_whole_number(value: Any, where: str) -> None:
    if type(value) is not int or value < 0:
        refuse("not_a_whole_number", where, value)


check_iri = text_like(texts.is_iri, "not_an_iri")
check_uuid = text_like(texts.is_uuid, "not_a_uuid")
check_language = text_like(texts.is_language, "not_a_language")
check_media_type = text_like(texts.is_media_type, "not_a_media_type")


def check_language_map(value: Any, where: str) -> None:
    """Texts by language tag, at least one."""
    if type(value) is not dict or not value:
        refuse("not_a_language_map", where, value)
    for language, text in value.items():
        if not texts.is_language(language):
            refuse("not_a_language", where, language)
        if type(text) is not str:
            refuse("not_a_text", f"{where}.{language}", text)


def check_extensions(value: Any, where: str) -> None:
    """Anything by IRI, no deeper than other readers can follow."""
    if type(value) is not dict:
        refuse("not_an_object", where, value)
    for name, item in value.items():
        if not texts.is_iri(name):
            refuse("extension_key_not_an_iri", where, name)
        if type(item) in (dict, list):
            _check_depth(item, f"{where}.{name}")


def _check_depth(value: Any, where: str) -> None:
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > LEVELS_OF_EXTENSIONS:
            refuse("too_deep", where, "…", allowed=LEVELS_OF_EXTENSIONS)
        inner: list[Any] = []
        for item in level:
            inner.extend(item.values() if type(item) is dict else item)
        level = [item for item in inner if type(item) in (dict, list)]
