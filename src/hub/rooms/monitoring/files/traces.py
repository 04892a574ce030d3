"""Traces of figures in editions: the run is read back from its folder, once, and said in the reader's language."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from hub.commons.languages.phrases import say_number
from hub.commons.people.visitors import Visitor
from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.keys import read_key
from hub.rooms.monitoring.engine.links import Link
from hub.rooms.monitoring.engine.observations import Observation
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.engine.trace import Trace, trace
from hub.rooms.monitoring.files.kept import read_run
from hub.rooms.monitoring.models import Edition
from hub.rooms.monitoring.phrases import say_link, say_status
from hub.rooms.monitoring.queries.editions import edition_of_run, folder_of


@dataclass(frozen=True, slots=True)
class SaidLink:
    """One step back, with its sentence and its value as text; the text is blank where there is no value."""

    sentence: str
    value: str
    link: Link
    children: tuple["SaidLink", ...]


@dataclass(frozen=True, slots=True)
class FoundTrace:
    """A trace with the edition whose figure it explains."""

    edition: Edition
    trace: Trace
    root: SaidLink

    @property
    def rows(self) -> list[tuple[Observation, str]]:
        """The observations at the end, each with its status in words."""
        return [(one, say_status(one.status)) for one in self.trace.observations]


def trace_key(text: str, person: Visitor) -> FoundTrace:
    """Trace a figure of an edition that the person may read.

    Raises DataProblem: key_unreadable, run_unknown, and those of `engine.trace.trace`.
    """
    key = read_key(text)
    edition = edition_of_run(key.run, person)
    if edition is None:
        raise DataProblem("run_unknown", found=key.run)
    run = run_of(edition)
    found = trace(run, text)
    return FoundTrace(edition, found, _say(run, found.root, get_language() or "en"))


def run_of(edition: Edition) -> Run:
    """The run of an edition, read back from its folder."""
    return _run_in(folder_of(edition), edition.run_id)


@lru_cache(maxsize=4)
def _run_in(folder: Path, _run_id: str) -> Run:
    return read_run(folder)


def _say(run: Run, link: Link, language: str) -> SaidLink:
    value = "" if link.value is None else say_number(link.value)
    children = tuple(_say(run, child, language) for child in link.children)
    return SaidLink(say_link(link, run, language), value, link, children)


def scores_of(edition: Edition, node: str) -> list[dict[str, Any]] | None:
    """Scores of the index or an area with ranks and their bands, best first; None where nothing is ranked by that name."""
    run = run_of(edition)
    if node not in run.ranked:
        return None
    rows = []
    for place in run.scores.places:
        band, score = run.band(place, node), run.score(place, node)
        if score is None:
            continue
        ends = {"rank_5th_percentile": band.low, "rank_95th_percentile": band.high} if band else {}
        row = {
            "place": place,
            "name": run.places.name(place),
            "node": node,
            "score": score,
            "rank": run.rank(place, node),
        }
        rows.append(
            {
                "rank_5th_percentile": None,
                "rank_95th_percentile": None,
                "key": run.key(place, node, "rank"),
                **row,
                **ends,
            }
        )
    return sorted(rows, key=lambda row: (row["rank"] or len(rows) + 1, row["place"]))
