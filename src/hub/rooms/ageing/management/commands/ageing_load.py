"""`hub ageing load`: national figures for every country of the register out of installed packages, where none are kept."""

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.national import national_figures
from hub.rooms.ageing.files.national.packages import countries, files_of, installed_sources, read_published
from hub.rooms.ageing.files.national.store import record_of, write_national
from hub.rooms.ageing.files.outlooks import national_folder
from hub.rooms.ageing.phrases import say
from hub.rooms.network.door import member_countries


class Command(BaseCommand):
    help = "Keep the national figures that installed packages carry. What was fetched (hub ageing fetch) is left alone."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="make them again, whatever is kept")

    def handle(self, *_: Any, again: bool = False, **__: Any) -> None:
        folder = national_folder()
        wanted = {iso3: one for iso3, one in countries().items() if iso3 in member_countries()}
        if not again and set(record_of(folder).get("asked", ())) >= set(wanted):
            return
        if record_of(folder) and "asked" not in record_of(folder) and not again:
            self.stdout.write("National figures that were fetched are kept; --again makes them from packages.")
            return
        try:
            sources = installed_sources()
        except DataProblem as problem:
            # Without them the Hub works and says that it has no figures of countries.
            self.stderr.write(say(problem))
            return
        published = read_published(sources, wanted)
        made = write_national(
            folder,
            (national_figures(one, wanted[iso3].income) for iso3, one in published.items()),
            files=files_of(sources),
            made=datetime.now(UTC).date(),
            asked=sorted(wanted),
        )
        self.stdout.write(f"National figures of {len(made)} countries; none for {len(wanted) - len(made)}.")
