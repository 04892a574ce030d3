"""What the engine and the files found, said to people: one sentence for what was found, one for the cure."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.translation import gettext, gettext_lazy

from hub.kit.errors import Problem
from hub.rooms.monitoring.engine.framework import name_of
from hub.rooms.monitoring.engine.links import Link
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.phrases import (
    auditing,
    changing,
    checking,
    declarations,
    drawing,
    imputing,
    inputs,
    rounds,
    runs,
    scaling,
    tables,
    weighing,
    whatifs,
)
from hub.rooms.monitoring.phrases.methods import METHOD_NAMES
from hub.rooms.monitoring.phrases.phrase import Phrase
from hub.rooms.monitoring.phrases.reasons import LINKS, REASONS, STATUS_PHRASES
from hub.rooms.monitoring.phrases.statistics import STATISTIC_NAMES, TOTAL_NAMES


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


class Reasoned(Protocol):
    """A reason of the engine: why something is a gap, kept out or passed over."""

    @property
    def code(self) -> str: ...

    @property
    def parameters(self) -> Mapping[str, Any]: ...


FINDINGS: Mapping[str, Phrase] = {
    **imputing.PHRASES,
    **scaling.PHRASES,
    **weighing.PHRASES,
    **drawing.PHRASES,
    **auditing.PHRASES,
    **changing.PHRASES,
    **checking.PHRASES,
    **whatifs.PHRASES,
    **tables.PHRASES,
    **inputs.PHRASES,
    **declarations.PHRASES,
    **runs.PHRASES,
    **rounds.PHRASES,
}
UNKNOWN = Phrase(
    gettext_lazy("Something is wrong that has no description yet (%(code)s): %(found)s."),
    gettext_lazy("Please report this to the people who run this site."),
)


def say(problem: Problem) -> str:
    """What is wrong and how to mend it, in the reader's language."""
    phrase = FINDINGS.get(problem.code, UNKNOWN)
    return _join(phrase, {"code": problem.code, **_written(problem.parameters)})


def say_finding(finding: Found) -> str:
    """What was found, what is allowed, and the cure; where it is, `where_of` says."""
    phrase = FINDINGS.get(finding.code, UNKNOWN)
    return _join(phrase, _values(finding))


def cure_of(finding: Found) -> str:
    """Only the cure."""
    return str(FINDINGS.get(finding.code, UNKNOWN).cure) % _lenient(_values(finding))


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


def say_reason(reason: Reasoned) -> str:
    """Why a value is a gap, a place is kept out, or an observation was passed over."""
    phrase = REASONS.get(reason.code)
    values = _written(reason.parameters)
    if "status" in values:
        values["status"] = say_status(str(values["status"]))
    if phrase is None:
        return _join(UNKNOWN, {"code": reason.code, **values})
    if reason.code == "gap_stated" and values.get("note"):
        phrase = REASONS["gap_stated_with_note"]
    return str(phrase) % _lenient(values)


def say_status(status: str) -> str:
    """Name of a status of observations."""
    return str(STATUS_PHRASES.get(status, status))


def say_link(link: Link, run: Run, language: str) -> str:
    """One step of a trace, with the names of nodes in the language."""
    values = dict(link.parameters)
    for name in ("node", "denominator"):
        if values.get(name) in run.framework.by_code:
            values[name] = name_of(run.framework.node(values[name]), language)
    if "reason" in values:
        values["reason"] = say_reason(values["reason"])
    for name, names in (("statistic", STATISTIC_NAMES), ("aspect", STATISTIC_NAMES), ("what", TOTAL_NAMES)):
        if values.get(name) in names:
            first = run.bands.first if run.bands else ""
            values[name] = str(names[values[name]]).replace("%(first)s", str(first))
    if values.get("method") in METHOD_NAMES:
        values["method"] = str(METHOD_NAMES[values["method"]])
    values = _written(values)
    code = link.code
    if code == "link_normalised" and "minimum" not in values:
        code = "link_normalised_zscore" if "mean" in values and "deviation" in values else "link_normalised_rank"
    phrase = LINKS.get(code)
    if phrase is None:
        return _join(UNKNOWN, {"code": link.code, "found": "", **values})
    return str(phrase) % _lenient(values)


def say_number(value: float) -> str:
    """A number as a sentence shows it: six digits that count, no more zeros than needed; whole where that is more."""
    return f"{value:.0f}" if 1e6 <= abs(value) < 1e15 else f"{value:.6g}"


def _values(finding: Found) -> dict[str, Any]:
    given = {name: getattr(finding, name) for name in ("code", "found", "allowed", "file", "row", "column", "others")}
    return {**given, **_written(finding.parameters or {})}


def _written(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: say_number(value) if isinstance(value, float) else value for name, value in values.items()}


def _join(phrase: Phrase, values: Mapping[str, Any]) -> str:
    return f"{phrase.sentence} {phrase.cure}" % _lenient(values)


def _lenient(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """A placeholder that has no value reads as a dash: a sentence with a hole is better than a second error."""
    return defaultdict(lambda: "–", {name: "–" if value in ("", None) else value for name, value in values.items()})
