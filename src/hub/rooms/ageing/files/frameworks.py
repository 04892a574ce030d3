"""Framework files (TOML) of readiness to checked frameworks: the Active Ageing Index and the age-friendly indicators."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.readiness.active_ageing import ActiveAgeingFramework, Weighted
from hub.rooms.ageing.engine.readiness.age_friendly import (
    KINDS,
    UNITS,
    AgeFriendlyFramework,
    AgeFriendlyIndicator,
    Definition,
    Domain,
)
from hub.rooms.ageing.engine.readiness.equity import BETTER

FRAMEWORKS = Path(__file__).resolve().parent.parent / "frameworks"
ACTIVE_AGEING, AGE_FRIENDLY = "active-ageing-index", "age-friendly-cities"
# Written by hand; the longest shipped one has about 6 kB.
MOST_BYTES = 1_000_000
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_NUMBER = (int, float)
_TYPE_NAMES = {str: "text", int: "whole number", dict: "table", list: "list of tables", bool: "true or false"}


def load_active_ageing(reference: str = ACTIVE_AGEING) -> ActiveAgeingFramework:
    """Read the framework of an Active Ageing Index, by path or shipped name."""
    return parse_active_ageing(read_framework(reference), reference)


def load_age_friendly(reference: str = AGE_FRIENDLY) -> AgeFriendlyFramework:
    """Read a framework of age-friendly indicators, by path or shipped name."""
    return parse_age_friendly(read_framework(reference), reference)


def read_framework(reference: str) -> str:
    """Text of a path, or of a framework that ships with the room.

    Raises DataProblem("ageing_framework_absent") with the shipped names, ("ageing_framework_too_large"),
    ("ageing_framework_unreadable") where it is not UTF-8.
    """
    path = Path(reference)
    if not path.is_file():
        path = FRAMEWORKS / f"{Path(reference).name.removesuffix('.toml')}.toml"
    if not path.is_file():
        names = ", ".join(sorted(shipped.stem for shipped in FRAMEWORKS.glob("*.toml")))
        raise DataProblem("ageing_framework_absent", found=reference, allowed=names)
    content = path.read_bytes()
    if len(content) > MOST_BYTES:
        raise DataProblem("ageing_framework_too_large", file=reference, found=len(content), allowed=MOST_BYTES)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise DataProblem("ageing_framework_unreadable", file=reference, reason=str(fault)) from fault


def parse_active_ageing(text: str, file: str = "") -> ActiveAgeingFramework:
    """Parse and check the framework of an Active Ageing Index; DataProblem names the key and what is allowed."""
    head, domains, indicators = _parts(text, file)
    framework = ActiveAgeingFramework(
        code=head.code(),
        version=head.take("version", str),
        source=head.take("source", str),
        least_known=head.take("least_known", int),
        domains=tuple(Weighted(one.code(), one.weight()) for one in domains),
        indicators=tuple(Weighted(one.code(), one.weight(), one.take("domain", str)) for one in indicators),
    )
    _finish(head, *domains, *indicators)
    if not 1 <= framework.least_known <= len(framework.indicators):
        raise DataProblem(
            "ageing_framework_least_unusable", found=framework.least_known, low=1, high=len(framework.indicators)
        )
    _check_tree([one.code for one in framework.domains], [(one.code, one.domain) for one in framework.indicators])
    return framework


def parse_age_friendly(text: str, file: str = "") -> AgeFriendlyFramework:
    """Parse and check a framework of age-friendly indicators; DataProblem names the key and what is allowed."""
    head, domains, indicators = _parts(text, file)
    framework = AgeFriendlyFramework(
        code=head.code(),
        version=head.take("version", str),
        source=head.take("source", str),
        domains=tuple(Domain(one.code(), one.take("counted", bool, True)) for one in domains),
        indicators=tuple(
            AgeFriendlyIndicator(
                code=one.code(),
                domain=one.take("domain", str),
                kind=one.choose("kind", KINDS),
                perception=_definition(one, "perception"),
                objective=_definition(one, "objective"),
            )
            for one in indicators
        ),
    )
    _finish(head, *domains, *indicators)
    _check_tree([one.code for one in framework.domains], [(one.code, one.domain) for one in framework.indicators])
    return framework


class _Table:
    """A table of a TOML file, its keys taken one by one; `path` is where it stands in the file."""

    def __init__(self, content: dict[str, Any], path: str):
        self.content, self.path = content, path
        self.taken: list[str] = []

    def at(self, key: str) -> str:
        """Where a key stands in the file."""
        return f"{self.path}.{key}" if self.path else key

    def take(self, key: str, kind: Any, otherwise: Any = ...) -> Any:
        """The value of a key; DataProblem where it is missing without an `otherwise`, or of another kind."""
        self.taken.append(key)
        if key not in self.content:
            if otherwise is ...:
                raise DataProblem("ageing_framework_key_missing", key=self.at(key))
            return otherwise
        value = self.content[key]
        # true and false are whole numbers to Python, not to people.
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            allowed = _TYPE_NAMES.get(kind, "number")
            raise DataProblem(
                "ageing_framework_key_wrong_type", key=self.at(key), found=repr(value)[:80], allowed=allowed
            )
        return value

    def code(self) -> str:
        """The code, in its allowed characters."""
        code: str = self.take("code", str)
        if not _CODE.fullmatch(code):
            raise DataProblem("ageing_framework_code_unusable", key=self.at("code"), found=code[:80])
        return code

    def weight(self) -> float:
        """The weight, above zero."""
        weight = float(self.take("weight", _NUMBER))
        if not 0 < weight < float("inf"):
            raise DataProblem("ageing_framework_weight_not_positive", key=self.at("weight"), found=weight)
        return weight

    def choose(self, key: str, allowed: Sequence[str]) -> Any:
        """The value of a key that knows only some words."""
        found = self.take(key, str)
        if found not in allowed:
            raise DataProblem(
                "ageing_framework_choice_unknown", key=self.at(key), found=found, allowed=", ".join(allowed)
            )
        return found

    def finish(self) -> None:
        """DataProblem where the table has a key that nobody took."""
        for key in self.content:
            if key not in self.taken:
                allowed = ", ".join(dict.fromkeys(self.taken))
                raise DataProblem("ageing_framework_key_unknown", key=self.at(key), allowed=allowed)


def _parts(text: str, file: str) -> tuple[_Table, list[_Table], list[_Table]]:
    try:
        top = _Table(tomllib.loads(text), "")
    except tomllib.TOMLDecodeError as fault:
        raise DataProblem("ageing_framework_unreadable", file=file or "framework", reason=str(fault)) from fault
    head = _Table(top.take("framework", dict), "framework")
    domains, indicators = _tables(top, "domains"), _tables(top, "indicators")
    top.finish()
    return head, domains, indicators


def _tables(top: _Table, key: str) -> list[_Table]:
    found = top.take(key, list)
    for position, one in enumerate(found, start=1):
        if not isinstance(one, dict):
            raise DataProblem(
                "ageing_framework_key_wrong_type", key=f"{key}[{position}]", found=repr(one)[:80], allowed="table"
            )
    return [_Table(one, f"{key}[{position}]") for position, one in enumerate(found, start=1)]


def _finish(*tables: _Table) -> None:
    for table in tables:
        table.finish()


def _definition(indicator: _Table, key: str) -> Definition:
    table = _Table(indicator.take(key, dict), indicator.at(key))
    definition = Definition(table.choose("better", tuple(BETTER)), table.choose("unit", UNITS))
    table.finish()
    return definition


def _check_tree(domains: list[str], indicators: list[tuple[str, str]]) -> None:
    codes = domains + [code for code, _ in indicators]
    for code in codes:
        if codes.count(code) > 1:
            raise DataProblem("ageing_framework_code_repeated", found=code)
    for code, domain in indicators:
        if domain not in domains:
            allowed = ", ".join(domains)
            raise DataProblem("ageing_framework_domain_unknown", indicator=code, found=domain, allowed=allowed)
    used = {domain for _, domain in indicators}
    for domain in domains:
        if domain not in used:
            raise DataProblem("ageing_framework_domain_empty", found=domain)
