"""`hub network load`: bring the register that comes with the Hub into the database. Safe to run again."""

from argparse import ArgumentParser
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from hub.kit.errors import Problem
from hub.rooms.network.actions.loading import TABLES, Loading, load_register
from hub.rooms.network.files.register import read_register
from hub.rooms.network.phrases import say

MOST_NAMED = 20


class Command(BaseCommand):
    help = "Bring the register that comes with the Hub into the database. What people have changed here is left alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="no progress bar and no table, only what was skipped")

    def handle(self, *_args: Any, **options: Any) -> None:
        started = perf_counter()
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, disable=options["quiet"], transient=True) as bar:
            task = bar.add_task("Reading the register", total=len(TABLES) + 2)
            try:
                facts = read_register()
                loadings = load_register(
                    facts, progress=lambda table: bar.update(task, advance=1, description=f"Loading {table}")
                )
            except Problem as problem:
                raise CommandError(say(problem)) from problem
        self._tell(loadings, quiet=options["quiet"])
        if not options["quiet"]:
            self.stdout.write(f"The register was loaded in {perf_counter() - started:.1f} s.")

    def _tell(self, loadings: list[Loading], *, quiet: bool) -> None:
        for loading in loadings:
            if not quiet and (loading.added or loading.renewed or loading.dropped):
                counts = f"{loading.added} added, {loading.renewed} renewed, {loading.dropped} dropped"
                self.stdout.write(f"{loading.table.replace('_', ' ')}: {counts}")
            if loading.skipped:
                named = ", ".join(loading.skipped[:MOST_NAMED])
                more = f" and {len(loading.skipped) - MOST_NAMED} more" if len(loading.skipped) > MOST_NAMED else ""
                self.stdout.write(
                    f"{loading.table}: {len(loading.skipped)} left as people made them here: {named}{more}"
                )
