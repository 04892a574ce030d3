"""`hub monitoring trace KEY`: from a printed figure back to the row that was read."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from hub.kit.errors import Problem
from hub.rooms.monitoring.engine.keys import read_key
from hub.rooms.monitoring.engine.trace import trace
from hub.rooms.monitoring.files.kept import read_run
from hub.rooms.monitoring.files.runs import find_run, read_register
from hub.rooms.monitoring.management.printing import check_language, refusal, source_lines, trace_lines


class Command(BaseCommand):
    help = "Show how a printed figure came about, down to file and row."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="as printed beside the figure, e.g. 7f3a9c2d.E06000047.index:rank")
        parser.add_argument(
            "--run", metavar="DIR", help="folder of the run; else it is looked up in HUB_HOME/runs.json"
        )
        parser.add_argument("--language", default="en", metavar="CODE")
        parser.add_argument("--all", action="store_true", help="show every link, however many there are")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._trace(options)
        except Problem as problem:
            raise refusal(problem) from None

    def _trace(self, options: dict[str, Any]) -> None:
        language, home = check_language(options["language"]), Path(settings.HUB_HOME)
        read_key(options["key"])
        folder = Path(options["run"] or find_run(home, options["key"]).out)
        run = read_run(folder)
        found = trace(run, options["key"])
        with translation.override(language):
            for line in trace_lines(found.root, run, language, everything=options["all"]):
                self.stdout.write(line)
            records = [record for record in read_register(home) if record.id == run.id]
            paths = records[-1].inputs if records else ()
            for line in source_lines(found.observations, run, paths):
                self.stdout.write(line)
