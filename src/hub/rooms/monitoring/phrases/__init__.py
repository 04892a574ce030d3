"""What the engine and the files found, said to people: one sentence for what was found, one for the cure."""

from collections.abc import Mapping
from typing import Any, Protocol

from hub.commons.documents import phrases as documents
from hub.commons.languages.phrases import Phrase, Phrasebook, lenient, written
from hub.commons.sources import phrases as sources
from hub.commons.tables import phrases as table_files
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
from hub.rooms.monitoring.phrases.reasons import LINKS, REASONS, STATUS_PHRASES
from hub.rooms.monitoring.phrases.statistics import STATISTIC_NAMES, TOTAL_NAMES


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
    **table_files.PHRASES,
    **sources.PHRASES,
    **documents.PHRASES,
    **inputs.PHRASES,
    **declarations.PHRASES,
    **runs.PHRASES,
    **rounds.PHRASES,
}
BOOK = Phrasebook(FINDINGS)
say, say_finding, cure_of = BOOK.say, BOOK.say_finding, BOOK.cure_of


def say_reason(reason: Reasoned) -> str:
    """Why a value is a gap, a place is kept out, or an observation was passed over."""
    phrase = REASONS.get(reason.code)
    values = written(reason.parameters)
    if "status" in values:
        values["status"] = say_status(str(values["status"]))
    if phrase is None:
        return BOOK.unknown({"code": reason.code, **values})
    if reason.code == "gap_stated" and values.get("note"):
        phrase = REASONS["gap_stated_with_note"]
    return str(phrase) % lenient(values)


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
    values = written(values)
    code = link.code
    if code == "link_normalised" and "minimum" not in values:
        code = "link_normalised_zscore" if "mean" in values and "deviation" in values else "link_normalised_rank"
    phrase = LINKS.get(code)
    if phrase is None:
        return BOOK.unknown({"code": link.code, "found": "", **values})
    return str(phrase) % lenient(values)
