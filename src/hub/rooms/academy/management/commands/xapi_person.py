"""`hub xapi person --mbox ADDRESS`: everything that is held on a person, as JSON."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from hub.kit.errors import Problem
from hub.rooms.academy.management.agents import add_agent_arguments, agent_in
from hub.rooms.academy.phrases import BOOK
from hub.rooms.academy.queries.people import records_of

REFUSED = 2


class Command(BaseCommand):
    help = "Print everything that learning records hold on a person: statements, documents, attachments, progress."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        add_agent_arguments(parser)

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            agent = agent_in(options)
        except Problem as problem:
            raise CommandError(BOOK.say(problem), returncode=REFUSED) from None
        held = records_of(agent)
        self.stdout.write(json.dumps(held, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
