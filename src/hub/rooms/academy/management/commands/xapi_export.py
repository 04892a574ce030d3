"""`hub xapi export DIR`: the learning records as Parquet, sharded by city; run again, it adds what is new."""

from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from hub.commons.languages.phrases import Phrasebook
from hub.kit.errors import Problem
from hub.rooms.academy.files.exports.run import Exported, export_statements
from hub.rooms.academy.phrases.exports import PHRASES

# Exit code of a command whose input was refused; 1 is for what no person can mend.
REFUSED = 2
COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())


class Command(BaseCommand):
    help = "Write the learning records as Parquet, for DuckDB and others. Run again, it adds what is new, exactly once."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", help="a new folder, or that of an earlier export")
        parser.add_argument("--quiet", action="store_true", help="no progress bar")

    def handle(self, *_args: Any, **options: Any) -> None:
        started, folder = perf_counter(), Path(options["folder"]).resolve()
        with Progress(*COLUMNS, console=Console(stderr=True), disable=options["quiet"], transient=True) as bar:
            task = bar.add_task("Statements", total=None)
            try:
                done = export_statements(folder, progress=lambda done, of: bar.update(task, completed=done, total=of))
            except Problem as problem:
                raise CommandError(Phrasebook(PHRASES).say(problem), returncode=REFUSED) from None
        self.stdout.write(f"{folder}: {_summary(done)} ({perf_counter() - started:.1f} s)")


def _summary(done: Exported) -> str:
    parts = [f"{done.statements} statements added"]
    if done.voided:
        parts.append(f"{done.voided} of before voided")
    if done.renewed:
        parts.append(f"{done.renewed} of before changed by erasures")
    return f"{', '.join(parts)}; up to statement {done.position}, {done.files} files."
