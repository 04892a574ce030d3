"""Codes and parameters as sentences: each room keeps its phrases, a phrasebook says them."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from hub.kit.errors import Problem


class Phrase(NamedTuple):
    """What was found (with what is allowed where that helps), and the cure."""

    sentence: Promise | str
    cure: Promise | str


class Found(Protocol):
    """A finding of the kit, or a row of the database that keeps one."""

    @property
    def code(self) -> str: ...

    @property
    def found(self) -> str: ...

    @property
    def allowed(self) -> str: ...

    @property
    def file(self) -> str: ...

    @property
    def row(self) -> int | None: ...

    @property
    def column(self) -> str: ...

    @property
    def others(self) -> int: ...

    @property
    def parameters(self) -> Any: ...


UNKNOWN = Phrase(
    gettext_lazy("Something is wrong that has no description yet (%(code)s): %(found)s."),
    gettext_lazy("Please report this to the people who run this site."),
)


class Phrasebook:
    """All phrases of a room by code."""

    def __init__(self, phrases: Mapping[str, Phrase]):
        self.phrases = phrases

    def say(self, problem: Problem) -> str:
        """What is wrong and how to mend it, in the reader's language."""
        phrase = self.phrases.get(problem.code, UNKNOWN)
        return _join(phrase, {"code": problem.code, **written(problem.parameters)})

    def say_finding(self, finding: Found) -> str:
        """What was found, what is allowed, and the cure; where it is, `where_of` says."""
        return _join(self.phrases.get(finding.code, UNKNOWN), _values(finding))

    def cure_of(self, finding: Found) -> str:
        """Only the cure."""
        return str(self.phrases.get(finding.code, UNKNOWN).cure) % lenient(_values(finding))

    def unknown(self, values: Mapping[str, Any]) -> str:
        """What is said of a code that has no phrase."""
        return _join(UNKNOWN, values)


def where_of(finding: Found) -> str:
    """Where it is: file, row and column, as far as they are known; blank where the whole input is meant."""
    values = {"file": finding.file, "row": finding.row, "column": finding.column}
    if finding.row is not None and finding.column:
        sentence = (
            gettext("%(file)s, row %(row)s, column %(column)s")
            if finding.file
            else gettext("Row %(row)s, column %(column)s")
        )
    elif finding.row is not None:
        sentence = gettext("%(file)s, row %(row)s") if finding.file else gettext("Row %(row)s")
    elif finding.column:
        sentence = gettext("%(file)s, column %(column)s") if finding.file else gettext("Column %(column)s")
    else:
        return finding.file
    return sentence % values


def say_number(value: float) -> str:
    """A number as a sentence shows it: six digits that count, no more zeros than needed; whole where that is more."""
    return f"{value:.0f}" if 1e6 <= abs(value) < 1e15 else f"{value:.6g}"


def written(values: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters with their numbers as text."""
    return {name: say_number(value) if isinstance(value, float) else value for name, value in values.items()}


def lenient(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """A placeholder that has no value reads as a dash: a sentence with a hole is better than a second error."""
    return defaultdict(lambda: "–", {name: "–" if value in ("", None) else value for name, value in values.items()})


def _values(finding: Found) -> dict[str, Any]:
    given = {name: getattr(finding, name) for name in ("code", "found", "allowed", "file", "row", "column", "others")}
    return {**given, **written(finding.parameters or {})}


def _join(phrase: Phrase, values: Mapping[str, Any]) -> str:
    return f"{phrase.sentence} {phrase.cure}" % lenient(values)
