"""`hub xapi forget --mbox ADDRESS --ground TEXT`: a person is forgotten, everywhere in the room, all or nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hub.commons.people.models import Person
from hub.kit.errors import DataProblem, Problem
from hub.rooms.academy.actions.erasure import forget, rehearse_forgetting
from hub.rooms.academy.management.agents import add_agent_arguments, agent_in
from hub.rooms.academy.phrases import BOOK
from hub.rooms.academy.queries.erasure import earlier_erasures

REFUSED = 2


class Command(BaseCommand):
    help = (
        "Put a pseudonym in the place of a person in every statement, delete the person's documents and attachments, and keep "
        "a record of it. It cannot be undone. Copies outside are not reached: see the how-to."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        add_agent_arguments(parser)
        parser.add_argument("--ground", required=True, metavar="TEXT", help="why; kept, so it must not name the person")
        parser.add_argument("--by", default="", metavar="EMAIL", help="account of whoever decided it")
        parser.add_argument("--dry-run", action="store_true", help="only count what would be done")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            self._forget(options)
        except Problem as problem:
            raise CommandError(BOOK.say(problem), returncode=REFUSED) from None

    def _forget(self, options: dict[str, Any]) -> None:
        agent, actor = agent_in(options), _person(options["by"])
        for earlier in earlier_erasures(agent):
            self.stdout.write(f"Forgotten before: erasure {earlier.pk} of {earlier.done_at:%Y-%m-%d}.")
        if options["dry_run"]:
            self._tell(rehearse_forgetting(actor, agent, ground=options["ground"]))
            self.stdout.write("Nothing was changed.")
            return
        erasure = forget(actor, agent, ground=options["ground"])
        self._tell(erasure.counts)
        self.stdout.write(f"Erasure {erasure.pk} is recorded.")

    def _tell(self, counts: dict[str, int]) -> None:
        for kind, count in counts.items():
            self.stdout.write(f"{kind.replace('_', ' ')}  {count}")


def _person(email: str) -> Person | None:
    person = Person.objects.filter(email=email.lower()).first() if email else None
    if email and person is None:
        raise DataProblem("erasure_decider_unknown", found=email)
    return person
