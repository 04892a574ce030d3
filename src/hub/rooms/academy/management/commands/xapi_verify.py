"""`hub xapi verify`: that everything beside the statements is what the statements say. Exit 0 only where it is."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hub.rooms.academy.queries.verification.whole import verify


class Command(BaseCommand):
    help = (
        "Make progress, days, mentions and voidings again in memory, from the statements alone, and compare row by row. "
        "Nothing is changed and no writer waits."
    )
    requires_system_checks = ()

    def handle(self, *_: Any, **__: Any) -> None:
        checked = verify()
        for name, one in checked.items():
            self.stdout.write(f"{name}  {one.count} rows, {one.differing} differences")
            for difference in one.listed:
                self.stdout.write(f"  {difference.place}: must be {difference.must}, is {difference.found}")
            if one.differing > len(one.listed):
                self.stdout.write(f"  … {one.differing - len(one.listed)} more")
        if any(one.differing for one in checked.values()):
            raise CommandError("What is kept beside the statements is not what they say.", returncode=1)
