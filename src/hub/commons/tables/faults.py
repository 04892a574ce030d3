"""Collecting the faults of an input: the first ones of a kind listed, the others counted."""

from dataclasses import replace
from typing import Any

from hub.commons.tables.limits import LONGEST_FOUND, MOST_LISTED_FAULTS
from hub.kit.errors import Finding, InputRefused, Severity


def shorten(text: object) -> str:
    """Text as it is shown to people: control characters made visible, cut at 80 characters."""
    shown = "".join(mark if mark.isprintable() else repr(mark)[1:-1] for mark in str(text)[: LONGEST_FOUND + 1])
    return shown if len(shown) <= LONGEST_FOUND else shown[: LONGEST_FOUND - 1] + "…"


class Faults:
    """The findings of one input, `file`."""

    def __init__(self, file: str = ""):
        self.file = file
        self._listed: dict[tuple[str, str], list[Finding]] = {}
        self._others: dict[tuple[str, str], int] = {}

    def add(
        self,
        code: str,
        *,
        severity: Severity = "error",
        found: object = "",
        allowed: str = "",
        row: int | None = None,
        column: str = "",
        **parameters: Any,
    ) -> None:
        """Note one fault. `parameters` are for its sentence."""
        listed = self._listed.setdefault((code, column), [])
        if len(listed) >= MOST_LISTED_FAULTS:
            self._others[code, column] = self._others.get((code, column), 0) + 1
            return
        shown = dict(parameters)
        finding = Finding(code, severity, shorten(found), allowed, self.file, row, shorten(column), 0, shown)
        listed.append(finding)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings by row; the last listed one of a kind says how many others there were."""
        found = []
        for kind, listed in self._listed.items():
            found += [*listed[:-1], replace(listed[-1], others=self._others.get(kind, 0))]
        return tuple(sorted(found, key=lambda one: (one.row or 0, one.column, one.code)))

    @property
    def has_errors(self) -> bool:
        return any(listed[0].severity == "error" for listed in self._listed.values())

    def refuse(self) -> None:
        """Refuse the input if anything in it is wrong."""
        if self.has_errors:
            raise InputRefused(self.findings, file=self.file)


def refuse(code: str, file: str, **details: Any) -> InputRefused:
    """The refusal of a whole input for one reason."""
    faults = Faults(file)
    faults.add(code, **details)
    return InputRefused(faults.findings, file=file)
