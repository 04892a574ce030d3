"""`hub xapi credential NAME --scope …`: a key and a secret for a system that sends or reads learning records."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hub.commons.languages.phrases import Phrasebook
from hub.kit.errors import DataProblem, Problem
from hub.rooms.academy.actions.credentials import make_credential, revoke_credential
from hub.rooms.academy.models import Credential
from hub.rooms.academy.phrases.credentials import PHRASES
from hub.rooms.academy.queries.credentials import credentials
from hub.rooms.academy.rules import SCOPES
from hub.rooms.network import door as network

# Exit code of a command whose input was refused.
REFUSED = 2


class Command(BaseCommand):
    help = "Give a system a key and a secret, list what was given, or revoke it. The secret is shown once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", default="", help="what the system is called; part of every statement")
        parser.add_argument(
            "--scope", action="append", default=[], metavar="SCOPE",
            help=f"what it may do, may be given several times: {', '.join(SCOPES)}",
        )  # fmt: skip
        parser.add_argument("--city", default="", metavar="CODE", help="it sees and writes records of this city only")
        parser.add_argument("--rate", type=int, default=0, metavar="N", help="requests a minute; 0 for any number")
        parser.add_argument("--key", default="", help="a key of one's own, for automation")
        parser.add_argument("--secret", default="", help="a secret of one's own, for automation")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--revoke", action="store_true", help="refuse this credential from now on")
        what.add_argument("--list", action="store_true", help="show all credentials")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            if options["list"]:
                self._list()
            elif options["revoke"]:
                self._revoke(options["name"])
            else:
                self._make(options)
        except Problem as problem:
            raise CommandError(Phrasebook(PHRASES).say(problem), returncode=REFUSED) from None

    def _make(self, options: dict[str, Any]) -> None:
        made = make_credential(
            None, options["name"], scopes=options["scope"], city=_city(options["city"]),
            requests_per_minute=max(0, options["rate"]), key=options["key"], secret=options["secret"],
        )  # fmt: skip
        self.stdout.write(f"key: {made.credential.key}")
        self.stdout.write(f"secret: {made.secret}")
        self.stdout.write(made.header)

    def _revoke(self, name: str) -> None:
        credential = Credential.objects.filter(name=name).first()
        if credential is None:
            raise DataProblem("credential_unknown", found=name)
        revoke_credential(None, credential)
        self.stdout.write(f"{name}: revoked; no web process accepts it after ten seconds")

    def _list(self) -> None:
        for one in credentials():
            state = f"revoked {one.revoked:%Y-%m-%d}" if one.revoked else "in use"
            city = one.city.code if one.city else "all cities"
            rate = f"{one.requests_per_minute} a minute" if one.requests_per_minute else "any rate"
            self.stdout.write(f"{one.name}  {one.key}  {' '.join(one.scopes)}  {city}  {rate}  {state}")


def _city(code: str) -> int | None:
    if not code:
        return None
    city = network.city_of_code(code)
    if city is None:
        raise DataProblem("city_of_credential_unknown", found=code)
    return city.number
