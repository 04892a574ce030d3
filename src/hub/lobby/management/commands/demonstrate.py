"""Make the demonstration: accounts, a synthetic collection round, and the report made from it."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from hub.lobby.demonstration import accounts_text, make_accounts


class Command(BaseCommand):
    help = "Make demonstration accounts and the synthetic round with its report, and the synthetic city with its outlook. Safe to repeat."

    def handle(self, *_: Any, **__: Any) -> None:
        people = {person.email: person for person in make_accounts()}
        call_command("monitoring_demonstrate", contact=people["city@demo.example"].email)
        call_command("ageing_demonstrate", contact=people["city@demo.example"].email)
        (settings.HUB_HOME / "demonstration-accounts.txt").write_text(accounts_text())
