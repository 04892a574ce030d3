"""`hub index run RECIPE --idata FILE --imeta FILE --out DIR`: a composite index from its tables, all or nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hub.kit.errors import Problem
from hub.rooms.monitoring.files.builds import check_out, new_folder
from hub.rooms.monitoring.files.index_builds import Asked, Index, Tables, build_index, write_index
from hub.rooms.monitoring.files.index_tables import LOCK
from hub.rooms.monitoring.management.printing import refusal
from hub.rooms.monitoring.phrases import say_reason

# Places without a score that are named; the others are counted.
MOST_LISTED = 20


class Command(BaseCommand):
    help = "Make a composite index from COINr's two tables or from our own, and write every step of it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("recipe", help="path of a recipe, or the name of a shipped one (asem)")
        parser.add_argument("--data", action="append", metavar="FILE", help="observations; may be given several times")
        parser.add_argument("--indicators", metavar="FILE", help="the tree: code, name, kind, parent, direction, …")
        parser.add_argument("--places", metavar="FILE", help="names and groups; places.csv beside the observations")
        parser.add_argument("--idata", metavar="FILE", help="COINr's iData, instead of --data")
        parser.add_argument("--imeta", metavar="FILE", help="COINr's iMeta, instead of --indicators")
        parser.add_argument("--out", required=True, metavar="DIR", help="new folder, or that of an earlier index run")
        parser.add_argument("--replications", type=int, metavar="N", help="takes the place of the recipe's number")
        parser.add_argument("--seed", type=int, help="takes the place of the recipe's seed")
        parser.add_argument("--design", metavar="FILE", help="the choices of every replication, instead of drawn ones")
        parser.add_argument("--weight-sets", metavar="FILE", help="the sets of weights that the design numbers from 1")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._run(options)
        except Problem as problem:
            raise refusal(problem) from None

    def _run(self, options: dict[str, Any]) -> None:
        out = Path(options["out"]).resolve()
        check_out(out, LOCK)
        tables = Tables(
            idata=_path(options["idata"]),
            imeta=_path(options["imeta"]),
            observations=tuple(Path(path) for path in options["data"] or ()),
            indicators=_path(options["indicators"]),
            places=_path(options["places"]),
        )
        asked = Asked(options["replications"], options["seed"], _path(options["design"]), _path(options["weight_sets"]))
        index = build_index(options["recipe"], tables, asked, progress=self._tell)
        with new_folder(out, LOCK) as draft:
            code = write_index(index, draft, progress=self._tell)
        for line in _without_score(index):
            self.stderr.write(line)
        self.stdout.write(_summary(out, code, index))

    def _tell(self, step: str) -> None:
        self.stderr.write(f"  {step} …")


def _without_score(index: Index) -> Iterator[str]:
    """The places that have no score, and why; the first ones, where there are many."""
    places = index.run.places
    left = [(code, reason) for code, reason in zip(places.codes, places.kept_out, strict=True) if reason]
    for code, reason in left[:MOST_LISTED]:
        yield f"  {code}: {say_reason(reason)}"
    if len(left) > MOST_LISTED:
        yield f"  … {len(left) - MOST_LISTED}"


def _summary(out: Path, code: str, index: Index) -> str:
    counts = index.run.counts
    bands = index.replayed.bands if index.replayed else index.run.bands
    return (
        f"{out}: index {code}, {counts['observations']} observations, {counts['places_scored']} of {counts['places']} "
        f"places scored, {counts['indicators_scored']} indicators, {bands.replications if bands else 0} replications."
    )


def _path(given: str | None) -> Path | None:
    return Path(given) if given else None
