"""`hub xapi project`: progress of enrolments and days of cities, brought up to the newest statement."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hub.rooms.academy.actions.progress import BATCH, project_all, rebuild


class Command(BaseCommand):
    help = "Take the statements that are new into the tables of progress."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="empty the tables and begin with the first statement")
        parser.add_argument("--batch", type=int, default=BATCH, metavar="N", help=f"statements at once ({BATCH})")

    def handle(self, *_: Any, again: bool, batch: int, **__: Any) -> None:
        taken = rebuild(batch) if again else project_all(batch)
        self.stdout.write(f"{taken} statements taken in.")
