"""The page `docs/xapi-requirements.md`: which test holds which requirement of xAPI. Read from the marks of the tests.

`python -m tests.rooms.academy.requirements` writes the page.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "xapi-requirements.md"
HEAD = """# Requirements of xAPI, and the tests that hold them

Each line names where a requirement stems from (1.0.3: the specification of 2016 by document and section; 2.0: IEEE 9274.1.1-2023),
whether it is a MUST or a SHOULD, what it asks in our own words, and the test. Most tests run for both versions and with many
values. Sections of 2.0 in which only a number of the first or second level is certain are given so far. The page is made by
`python -m tests.rooms.academy.requirements`; a test fails where it lags.

{count} tests, {requirements} requirements.

| 1.0.3 | 2.0 | | what is asked | test |
| --- | --- | --- | --- | --- |
"""


class Line(NamedTuple):
    older: str
    newer: str
    force: str
    says: str
    test: str


def lines() -> list[Line]:
    """Every requirement of every test, in the order of the specifications."""
    found = [line for file in sorted((ROOT / "tests/rooms/academy").rglob("test_*.py")) for line in _lines_of(file)]
    return sorted(found, key=lambda line: (_order(line.older), _order(line.newer), line.says, line.test))


def page() -> str:
    every = lines()
    head = HEAD.format(count=len({line.test for line in every}), requirements=len({line[:4] for line in every}))
    rows = [f"| {line.older} | {line.newer} | {line.force} | {line.says} | `{line.test}` |" for line in every]
    return head + "\n".join(rows) + "\n"


def _lines_of(file: Path) -> Iterator[Line]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and getattr(mark.func, "attr", "") == "requirement":
                    yield _line_of(mark, f"{file.stem}::{node.name}")


def _line_of(mark: ast.Call, test: str) -> Line:
    sections = [argument.value for argument in mark.args if isinstance(argument, ast.Constant)]
    older = ", ".join(text.removeprefix("1.0.3 ") for text in sections if text.startswith("1.0.3"))
    newer = ", ".join(text.removeprefix("2.0 ") for text in sections if text.startswith("2.0"))
    (word,) = mark.keywords
    assert isinstance(word.value, ast.Constant)
    return Line(older, newer, (word.arg or "").upper(), word.value.value.replace("|", "or"), test)


def _order(section: str) -> tuple[str, list[int]]:
    name, _, number = section.split(",")[0].rpartition(" ")
    return name or "~", [int(part) for part in number.split(".") if part.isdigit()]


if __name__ == "__main__":
    PAGE.write_text(page())
