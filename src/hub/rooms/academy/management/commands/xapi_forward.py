"""`hub xapi forward …`: copies of all learning records to another store."""

import sys
from collections.abc import Sequence
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count

from hub.commons.jobs.background import later
from hub.commons.languages.phrases import Phrasebook
from hub.commons.sources import phrases as sources
from hub.kit.errors import DataProblem, Problem
from hub.rooms.academy.actions.forwarding import Forwarded, forward_new, keep_forwarding, send_failures_again
from hub.rooms.academy.actions.forwards import Terms, add_forward, pause_forward, remove_forward, resume_forward
from hub.rooms.academy.models import Forward
from hub.rooms.academy.models.forwarding import VERSIONS
from hub.rooms.academy.phrases.forwarding import PHRASES
from hub.rooms.academy.queries.exports import last_sequence
from hub.rooms.network.door import city_of_code

# Exit codes: 1 where another store does not answer as it should, 2 for input that was refused.
TROUBLED, REFUSED = 1, 2
MOST_SHOWN = 50


class Command(BaseCommand):
    help = "Send every learning record on to another store, in order; what was refused there is listed."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
        add = verbs.add_parser("add", help="name another store and begin to send")
        add.add_argument("name")
        add.add_argument("address", help="of its endpoint, without /statements")
        add.add_argument("--key", required=True)
        add.add_argument("--secret", help="asked for where it is left out")
        add.add_argument(
            "--version", default=VERSIONS[0], choices=VERSIONS, help="that the other store speaks", dest="speaks"
        )
        add.add_argument("--only-verb", action="append", metavar="IRI", help="may be given several times")
        add.add_argument("--only-city", metavar="CODE", help="only what came in with this city's credentials")
        add.add_argument("--private", action="store_true", help="the address lies within our own network")
        add.add_argument("--from-now", action="store_true", help="leave out what is in the store already")
        run = verbs.add_parser("run", help="send what is new, now")
        run.add_argument("name", nargs="?", help="all that are not paused where it is left out")
        run.add_argument("--background", action="store_true", help="let the worker do it")
        verbs.add_parser("list", help="all forwards and how far they are")
        for verb, text in (("pause", "send nothing more"), ("resume", "go on"), ("remove", "forget a forward")):
            verbs.add_parser(verb, help=text).add_argument("name")
        failures = verbs.add_parser("failures", help="the statements that the other store refused")
        failures.add_argument("name")
        failures.add_argument("--again", action="store_true", help="send them once more")

    def handle(self, *_args: Any, verb: str, **options: Any) -> None:
        try:
            getattr(self, f"_{verb}")(options)
        except Problem as problem:
            raise CommandError(Phrasebook({**sources.PHRASES, **PHRASES}).say(problem), returncode=REFUSED) from None

    def _add(self, options: dict[str, Any]) -> None:
        terms = Terms(
            version=options["speaks"], verbs=options["only_verb"] or (), city=_city(options["only_city"]),
            may_be_private=options["private"], position=last_sequence() if options["from_now"] else 0,
        )  # fmt: skip
        secret = options["secret"] or _asked_secret()
        forward = add_forward(None, options["name"], options["address"], key=options["key"], secret=secret, terms=terms)
        self.stdout.write(f"{forward.name}: sending to {forward.address} in the background.")

    def _run(self, options: dict[str, Any]) -> None:
        chosen = [_named(options["name"])] if options["name"] else list(Forward.objects.filter(paused=None))
        troubled = [forward.name for forward in chosen if not self._sent(forward, in_background=options["background"])]
        if troubled:
            raise CommandError(f"not all could be sent: {', '.join(troubled)}", returncode=TROUBLED)

    def _sent(self, forward: Forward, *, in_background: bool) -> bool:
        if in_background:
            later(keep_forwarding, forward_id=forward.pk)
            return True
        while (done := forward_new(forward.pk)).has_more:
            self.stdout.write(_line(forward, done))
        self.stdout.write(_line(forward, done))
        return done.next_try is None

    def _list(self, _options: dict[str, Any]) -> None:
        last = last_sequence()
        for forward in Forward.objects.annotate(refused=Count("failures")):
            state = (
                "paused" if forward.paused else f"waits until {forward.next_try:%H:%M:%S}" if forward.tries else "runs"
            )
            self.stdout.write(
                f"{forward.name}  {forward.address}  {forward.version}  {state}  at {forward.position} of {last}  "
                f"{forward.refused} refused  {forward.last_error}".rstrip()
            )

    def _pause(self, options: dict[str, Any]) -> None:
        pause_forward(None, _named(options["name"]))

    def _resume(self, options: dict[str, Any]) -> None:
        resume_forward(None, _named(options["name"]))

    def _remove(self, options: dict[str, Any]) -> None:
        remove_forward(None, _named(options["name"]))

    def _failures(self, options: dict[str, Any]) -> None:
        forward = _named(options["name"])
        if options["again"]:
            self.stdout.write(f"{send_failures_again(forward)} were taken now.")
        for failure in forward.failures.all()[:MOST_SHOWN]:
            self.stdout.write(
                f"{failure.sequence}  {failure.at:%Y-%m-%d %H:%M:%S}  HTTP {failure.status}  {failure.message}"
            )
        left = forward.failures.count() - MOST_SHOWN
        if left > 0:
            self.stdout.write(f"… {left} more")


def _named(name: str) -> Forward:
    try:
        return Forward.objects.get(name=name)
    except Forward.DoesNotExist:
        raise DataProblem("forward_unknown", found=name) from None


def _city(code: str | None) -> int | None:
    if code is None:
        return None
    city = city_of_code(code)
    if city is None:
        raise DataProblem("forward_city_unknown", found=code)
    return city.number


def _asked_secret() -> str:
    """So that a secret need not stand in the list of processes or in the history of a shell."""
    return getpass("Secret of the other store: ") if sys.stdin.isatty() else sys.stdin.readline().strip()


def _line(forward: Forward, done: Forwarded) -> str:
    parts: Sequence[str] = (
        f"{forward.name}: {done.sent} sent",
        f"{done.refused} refused" if done.refused else "",
        done.error,
    )
    return ", ".join(part for part in parts if part)
