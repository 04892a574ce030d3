"""`hub monitoring run RECIPE --data FILE … --out DIR`: from files to report, all or nothing."""

from concurrent.futures import Executor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from hub.commons.jobs.shards import open_executor
from hub.kit.errors import Problem
from hub.rooms.monitoring.files.builds import build_run, check_out, new_folder, write_run
from hub.rooms.monitoring.files.runs import record_run
from hub.rooms.monitoring.management.printing import check_language, finding_lines, refusal


class Command(BaseCommand):
    help = "Make a monitoring report, its data package and its steps from files of observations."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("recipe", help="path of a recipe, or the name of a shipped one (ons-local)")
        parser.add_argument("--data", action="append", required=True, metavar="FILE", help="may be given several times")
        parser.add_argument("--out", required=True, metavar="DIR", help="new folder, or that of an earlier run")
        parser.add_argument("--language", default="en", metavar="CODE", help="language of the report")
        parser.add_argument("--seed", type=int, help="takes the place of the recipe's seed")
        parser.add_argument("--without-report", action="store_true", help="write only steps/ and package/")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._run(options)
        except Problem as problem:
            raise refusal(problem) from None

    def _run(self, options: dict[str, Any]) -> None:
        out, language = Path(options["out"]).resolve(), check_language(options["language"])
        check_out(out)
        build = build_run(options["recipe"], _paths(options["data"]), seed=options["seed"], progress=self._tell)
        run = build.run
        with new_folder(out) as draft, translation.override(language):
            self._tell("package")
            write_run(run, draft, language)
            if not options["without_report"]:
                # Charts and typesetting take long to import; a refused file is told without waiting for them.
                from hub.rooms.monitoring.report import write_report

                write_report(run, draft, language=language, progress=self._tell, open_pool=_open_pool)
        record_run(Path(settings.HUB_HOME), run, out, build.paths, language=language)
        warnings = [finding for finding in run.findings if finding.severity == "warning"]
        if options["verbosity"] > 1:
            self.stderr.write("\n".join(finding_lines(warnings)))
        counts = run.counts
        self.stdout.write(
            f"{out}: run {run.id}, {counts['observations']} observations, {counts['places_scored']} of "
            f"{counts['places']} places scored, {counts['gaps']} gaps, {len(warnings)} warnings."
        )

    def _tell(self, step: str) -> None:
        self.stderr.write(f"  {step} …")


def _open_pool() -> AbstractContextManager[Executor]:
    """Processes of this machine, or the cluster that HUB_CLUSTER names."""
    return open_executor(cluster=settings.HUB_CLUSTER, workers=settings.HUB_WORKERS)


def _paths(given: list[str]) -> list[Path]:
    return [Path(path) for path in given]
