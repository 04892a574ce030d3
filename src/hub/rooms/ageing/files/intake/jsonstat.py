"""JSON-stat 1 and 2 to a grid of one row for each value; rows are counted as the values stand in the file."""

import json
import math
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from hub.commons.tables.faults import refuse
from hub.commons.tables.inputs import Input
from hub.commons.tables.limits import LONGEST_CELL, MOST_ROWS
from hub.rooms.ageing.files.intake.dates import read_reference
from hub.rooms.ageing.files.intake.encodings import decode_text
from hub.rooms.ageing.files.intake.grids import Grid, cell_text
from hub.rooms.ageing.files.intake.labels import read_age
from hub.rooms.ageing.files.intake.sexes import word_of_sex

MOST_DIMENSIONS = 20
# Roles that JSON-stat gives to dimensions, as headings that a reader knows.
_ROLE_HEADS = {"time": "time", "geo": "geo"}


def read_jsonstat(sent: Input) -> tuple[Grid, ...]:
    """Read every dataset of a file. Refuses: json_damaged, json_not_statistical, json_values_differ, too_many_rows."""
    text, findings = decode_text(sent.content, sent.name)
    try:
        content = json.loads(text, parse_constant=lambda name: None)
    except (ValueError, RecursionError) as error:
        row = getattr(error, "lineno", 1)
        raise refuse("json_damaged", sent.name, found=str(error)[:80], row=row) from None
    try:
        return tuple(_grid(one, sent.name, findings) for one in _datasets(content, sent.name))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError) as error:
        raise refuse("json_not_statistical", sent.name, found=repr(error), allowed="JSON-stat 2.0") from None


def _datasets(content: Any, file: str) -> list[Mapping[str, Any]]:
    """The datasets: the file itself, those of a collection, or those of a bundle of version 1."""
    if not isinstance(content, dict):
        raise refuse("json_not_statistical", file, found=type(content).__name__, allowed="JSON-stat 2.0")
    if "value" in content and "dimension" in content:
        return [content]
    items = content.get("link", {}).get("item", []) if content.get("class") == "collection" else list(content.values())
    found: list[Mapping[str, Any]] = [
        one for one in items if isinstance(one, dict) and "value" in one and "dimension" in one
    ]
    if not found:
        raise refuse("json_not_statistical", file, found=", ".join(list(content)[:5]), allowed="JSON-stat 2.0")
    return found


def _grid(dataset: Mapping[str, Any], file: str, findings: Any) -> Grid:
    described = dataset["dimension"]
    # Version 1 keeps id, size and role inside `dimension`.
    names = dataset.get("id") or described["id"]
    sizes = [int(size) for size in (dataset.get("size") or described["size"])]
    roles = dataset.get("role") or described.get("role") or {}
    count = math.prod(sizes)
    if len(names) > MOST_DIMENSIONS or len(names) != len(sizes) or not 0 < count <= MOST_ROWS:
        raise refuse("json_values_differ", file, found=count, allowed=f"1–{MOST_ROWS}")
    heads = [_head(name, described[name], roles) for name in names]
    labels = [_labels(described[name], size) for name, size in zip(names, sizes, strict=True)]
    values = _values(dataset["value"], count, file)
    title = str(dataset.get("label") or "")[:LONGEST_CELL]
    rows = [
        (*heads, "value"),
        *((*key, cell_text(value)) for key, value in zip(product(*labels), values, strict=True)),
    ]
    lines = (0, *range(1, count + 1))
    return Grid(
        file, "json-stat", tuple(rows), lines, (*heads, "value"), exact=None, titles=(title,), findings=findings
    )


def _head(name: str, dimension: Mapping[str, Any], roles: Mapping[str, Sequence[str]]) -> str:
    for role, head in _ROLE_HEADS.items():
        if name in roles.get(role, ()):
            return head
    return str(dimension.get("label") or name)[:LONGEST_CELL]


def _labels(dimension: Mapping[str, Any], size: int) -> list[str]:
    """Names of the categories, or their codes where these are easier to read as ages, sexes or dates."""
    category = dimension["category"]
    index = category.get("index")
    names = category.get("label") or {}
    if index is None:
        codes = list(names)
    elif isinstance(index, dict):
        codes = sorted(index, key=lambda code: int(index[code]))
    else:
        codes = list(index)
    if len(codes) != size:
        raise ValueError(f"{len(codes)} categories, size {size}")
    labels = [str(names.get(code, code))[:LONGEST_CELL] for code in codes]
    texts = [str(code)[:LONGEST_CELL] for code in codes]
    return labels if _readable(labels) >= _readable(texts) else texts


def _readable(texts: Sequence[str]) -> int:
    return sum(bool(read_age(text) or word_of_sex(text) or read_reference(text)) for text in texts)


def _values(values: Any, count: int, file: str) -> list[Any]:
    """Values in order; a sparse object names them by their position."""
    if isinstance(values, dict):
        full: list[Any] = [None] * count
        for position, value in values.items():
            if not 0 <= int(position) < count:
                raise refuse("json_values_differ", file, found=position, allowed=f"0–{count - 1}")
            full[int(position)] = value
        values = full
    if len(values) != count:
        raise refuse("json_values_differ", file, found=len(values), allowed=str(count))
    return ["" if isinstance(value, dict | list | bool) else value for value in values]
