"""`hub ageing project`: populations, indicators and their quantiles of many places from tables of rates."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hub.commons.languages.phrases import where_of
from hub.kit.errors import InputRefused, Problem
from hub.rooms.ageing.files.batches import Chances, Tables, project_tables
from hub.rooms.ageing.phrases import say, say_finding

REFUSED = 2


class Command(BaseCommand):
    help = (
        "Project places by single years of age, by the United Nations' algorithm; columns as in docs/methods/ageing.md."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        for name, what in (
            ("base", "people on 1 January of the first year: iso3, sex, 0 … 100"),
            ("mortality", "death rates: iso3, year, sex, 0 … 100"),
            ("fertility", "births per woman: iso3, year, 10 … 54"),
            ("srb", "boys per girl: iso3, year, srb"),
            ("migration", "net migrants: iso3, year, sex, 0 … 100"),
        ):
            parser.add_argument(f"--{name}", required=True, type=Path, metavar="CSV", help=what)
        parser.add_argument("--to", required=True, type=int, metavar="YEAR", help="last year, to its 31 December")
        parser.add_argument("--out", required=True, type=Path, metavar="DIR")
        parser.add_argument("--trajectories", type=int, default=0, metavar="N", help="futures; needs --intervals")
        parser.add_argument("--intervals", type=Path, metavar="CSV", help="iso3, year, series, l95, l80, u80, u95")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *_: Any, **options: Any) -> None:
        tables = Tables(
            base=options["base"],
            mortality=options["mortality"],
            fertility=options["fertility"],
            sex_ratio=options["srb"],
            migration=options["migration"],
            intervals=options["intervals"],
        )
        chances = Chances(options["trajectories"], options["seed"])
        try:
            places = project_tables(
                tables,
                options["out"],
                last_year=options["to"],
                chances=chances,
                progress=lambda text: self.stderr.write(f"  {text}"),
            )
        except InputRefused as refused:
            lines = [f"{where_of(one)}: {say_finding(one)}" for one in refused.findings]
            raise CommandError("\n".join(lines), returncode=REFUSED) from None
        except Problem as problem:
            raise CommandError(say(problem), returncode=REFUSED) from None
        self.stdout.write(f"{options['out']}: {len(places)} places to {options['to']}")
