"""`hub xapi analyse DIR --out DIR`: courses by city, from an export; stopped and run again, it goes on."""

from concurrent.futures import Executor
from contextlib import AbstractContextManager
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from hub.commons.jobs.shards import open_executor
from hub.kit.errors import Problem
from hub.rooms.academy.files.analytics.run import Analysis, analyse_export
from hub.rooms.academy.phrases import BOOK

# Exit code of a command whose input was refused; 1 is for what no person can mend.
REFUSED = 2
COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())


class Command(BaseCommand):
    help = "Count an export by course and city: enrolments, completion, sessions, scores. Columns as in docs/methods/records.md."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", help="that of an export, see hub xapi export")
        parser.add_argument("--out", required=True, metavar="DIR", help="new folder, or that of an earlier run")
        parser.add_argument("--quiet", action="store_true", help="no progress bar")

    def handle(self, *_args: Any, **options: Any) -> None:
        started = perf_counter()
        with Progress(*COLUMNS, console=Console(stderr=True), disable=options["quiet"], transient=True) as bar:
            task = bar.add_task("Shards", total=None)
            try:
                done = analyse_export(
                    Path(options["folder"]),
                    Path(options["out"]),
                    open_pool=_open_pool,
                    progress=lambda done, of: bar.update(task, completed=done, total=of),
                )
            except Problem as problem:
                raise CommandError(BOOK.say(problem), returncode=REFUSED) from None
        self.stdout.write(f"{done.path}: {_told(done)} ({perf_counter() - started:.1f} s)")


def _open_pool() -> AbstractContextManager[Executor]:
    """Processes of this machine, or the cluster that HUB_CLUSTER names."""
    return open_executor(cluster=settings.HUB_CLUSTER, workers=settings.HUB_WORKERS)


def _told(done: Analysis) -> str:
    events, rows = int(done.summary.events.sum()), len(done.summary.cells)
    found = f", {done.found} of {done.jobs} shards done before" if done.found else ""
    return f"{events:,} events, {rows:,} courses in cities{found}"
