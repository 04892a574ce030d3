"""The parameters of a recipe's steps: values that no method could use are refused before anything is read."""

from collections.abc import Callable, Mapping
from typing import Any

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.aggregate import METHODS

_NUMBER = (int, float)
KINDS = ("feature", "area", "index")
# By name of the parameter; (step, name) goes before the name alone.
_WHOLE = {"replications", "seed", "top", "draws", "iterations", "predictors", "editions", "combinations", "rows"}
_SHARES = {"places", "indicators", "coverage"}
_NUMBERS = {"mean", "deviation", "skewness", "kurtosis", "floor", "budget", "limit", "shift"}
_LISTS = {"imputations", "treatments", "normalisations", "aggregations", "otherwise", "groupings"}
_TABLES = {"targets", "judgements"}


def read_parameter(do: str, name: str, value: Any) -> Any:
    """A parameter as the engine takes it; DataProblem names step and parameter, what was found, what is allowed."""
    own = _OWN.get((do, name))
    if own is not None:
        return own(do, name, value)
    if name in _SHARES:
        return _share(do, name, value)
    if name in _WHOLE or (do, name) == ("sensitivity", "weight_sets"):
        return _whole(do, name, value)
    if name in _NUMBERS or (name in ("low", "high") and do != "weigh"):
        return _number(do, name, value)
    if name in _LISTS:
        return _listed(do, name, value, list)
    if name in _TABLES:
        return _listed(do, name, value, dict)
    return tuple(value) if isinstance(value, list) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, _NUMBER) and not isinstance(value, bool)


def _share(do: str, name: str, value: Any) -> Any:
    if not _is_number(value) or not 0 <= value <= 1:
        raise DataProblem("share_out_of_range", step=do, parameter=name, found=repr(value), low=0, high=1)
    return value


def _whole(do: str, name: str, value: Any) -> Any:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise DataProblem("parameter_not_whole", step=do, parameter=name, found=repr(value))
    return value


def _number(do: str, name: str, value: Any) -> Any:
    if not _is_number(value):
        raise DataProblem("parameter_not_number", step=do, parameter=name, found=repr(value))
    return value


def _listed(do: str, name: str, value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        allowed = "list" if kind is list else "table"
        raise DataProblem("key_wrong_type", key=f"{do}.{name}", found=repr(value)[:80], allowed=allowed)
    return tuple(value) if isinstance(value, list) else value


def _kind(do: str, name: str, found: Any) -> None:
    if found not in KINDS:
        raise DataProblem("level_unknown", step=do, parameter=name, found=str(found), allowed=", ".join(KINDS))


def _by_kind(do: str, name: str, value: Any) -> Mapping[str, Any]:
    found: Mapping[str, Any] = _listed(do, name, value, dict)
    for kind, own in found.items():
        _kind(do, name, kind)
        if name == "levels" and own not in METHODS:
            raise DataProblem("method_unknown", step=do, found=str(own), allowed=", ".join(METHODS))
        if name == "thresholds":
            _share(do, f"{name}.{kind}", own)
    return found


def _kinds(do: str, name: str, value: Any) -> tuple[str, ...]:
    for kind in _listed(do, name, value, list):
        _kind(do, name, kind)
    return tuple(value)


def _share_or_table(do: str, name: str, value: Any) -> Any:
    # What the table may name is said where it is used.
    return value if isinstance(value, dict) else _share(do, name, value)


def _nodes(do: str, name: str, value: Any) -> Any:
    """What single nodes have of their own: a table of tables."""
    found = _listed(do, name, value, dict)
    for node, own in found.items():
        _listed(do, f"{name}.{node}", own, dict)
    return found


def _codes(do: str, name: str, value: Any) -> tuple[str, ...]:
    for code in _listed(do, name, value, list):
        if not isinstance(code, str):
            raise DataProblem("key_wrong_type", key=f"{do}.{name}", found=repr(code)[:80], allowed="str")
    return tuple(value)


def _points(do: str, name: str, value: Any) -> Any:
    """Points that experts gave: a table child -> list of numbers."""
    for child, given in _listed(do, name, value, dict).items():
        for one in _listed(do, f"{name}.{child}", given, list):
            _number(do, f"{name}.{child}", one)
    return value


_OWN: Mapping[tuple[str, str], Callable[[str, str, Any], Any]] = {
    ("aggregate", "thresholds"): _by_kind,
    ("aggregate", "levels"): _by_kind,
    ("aggregate", "nodes"): _nodes,
    ("aggregate", "power"): _number,
    ("rank", "levels"): _kinds,
    ("treat", "nodes"): _nodes,
    ("treat", "points"): _whole,
    ("normalise", "nodes"): _nodes,
    ("weigh", "nodes"): _codes,
    ("weigh", "points"): _points,
    ("weigh", "low"): _share_or_table,
    ("weigh", "high"): _share_or_table,
    ("uncertainty", "weights"): _share_or_table,
}
