"""Tables to bytes, the same bytes every time."""

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

# A spreadsheet runs text that starts with one of these; an apostrophe in front keeps it text.
RISKY_STARTS = ("=", "+", "-", "@", "\t", "\r")


def number_text(value: float | int | None) -> str:
    """Shortest text that reads back as the same number; a gap is an empty cell; whole floats keep no ".0"."""
    if value is None:
        return ""
    value = float(value)
    if math.isnan(value):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def safe_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(RISKY_STARTS) else text


def plain_text(text: str) -> str:
    """What `safe_text` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(RISKY_STARTS) else text


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """RFC 4180 with line feeds; numbers by `number_text`, texts by `safe_text`."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return stream.getvalue()


def _cell(value: Any) -> str:
    return safe_text(value) if isinstance(value, str) else number_text(value)


def json_text(content: Any) -> str:
    """Sorted keys, two blanks, UTF-8, a line feed at the end; NaN is refused."""
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False, default=_plain) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    return str(value)


def write_text(path: Path, text: str) -> None:
    """UTF-8, line ends as given on every system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def read_rows(path: Path) -> list[dict[str, str]]:
    """Rows of one of our own tables as heading -> text."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [{name: plain_text(text) for name, text in row.items()} for row in csv.DictReader(stream)]


def read_number(text: str) -> float:
    return float(text) if text else math.nan
