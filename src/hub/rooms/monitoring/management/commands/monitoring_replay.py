"""`hub monitoring replay OUT`: do a run again and compare every byte."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hub.kit.errors import Problem
from hub.rooms.monitoring.files.builds import replay
from hub.rooms.monitoring.files.kept import read_lock
from hub.rooms.monitoring.files.runs import read_register
from hub.rooms.monitoring.management.printing import refusal


class Command(BaseCommand):
    help = "Repeat a run from its lock and its input files, and compare steps/ and package/ byte by byte."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("out", help="folder of the run")
        parser.add_argument(
            "--data", action="append", default=[], metavar="FILE", help="else those of HUB_HOME/runs.json"
        )
        parser.add_argument("--language", metavar="CODE", help="language of the package; else that of the register")

    def handle(self, *args: Any, **options: Any) -> None:
        out = Path(options["out"]).resolve()
        try:
            lock = read_lock(out)
            records = [record for record in read_register(Path(settings.HUB_HOME)) if record.id == lock["id"]]
            given = options["data"] or (records[-1].inputs if records else ())
            language = options["language"] or (records[-1].language if records else "en")
            different = replay(out, [Path(path) for path in given], language)
        except Problem as problem:
            raise refusal(problem) from None
        if different:
            raise CommandError("Different bytes: " + ", ".join(different), returncode=1)
        self.stdout.write(f"{out}: run {lock['id']} repeated, steps/ and package/ are identical.")
