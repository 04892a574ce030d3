"""`hub monitoring demonstrate`: a synthetic round, sent in as a city would, and the report made from it."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext_noop

from hub.commons.people.models import Person
from hub.rooms.monitoring.actions.editions import begin_edition, publish_edition
from hub.rooms.monitoring.actions.rounds import NewPlace, NewRound, name_contact, open_round
from hub.rooms.monitoring.engine.demonstration import SyntheticRow, make_places, make_rows
from hub.rooms.monitoring.engine.typical import TYPICAL
from hub.rooms.monitoring.files.frameworks import load_framework
from hub.rooms.monitoring.files.receive import receive_file
from hub.rooms.monitoring.files.recipes import load_recipe
from hub.rooms.monitoring.models import Edition, Round
from hub.rooms.monitoring.models.editions import EditionState
from hub.rooms.monitoring.report.editions import build_edition

SEED = 20260930
NUMBER_OF_PLACES = 60
YEARS = (2022, 2024)
FILE = "synthetic-observations.csv"
HEADINGS = ("place", "indicator", "period", "value", "low", "high", "status", "source", "note")
SOURCE = gettext_noop("synthetic, made by a seeded generator")


class Command(BaseCommand):
    help = "Make the synthetic round and publish its report. What is there already stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--contact", default="", help="e-mail address of a person who answers for the first place")

    def handle(self, *_: Any, contact: str = "", **__: Any) -> None:
        recipe, framework = load_recipe("demonstration"), load_framework("key-features")
        regions = [group.code for group in recipe.groupings[0].groups]
        places = make_places(regions, number=NUMBER_OF_PLACES, seed=SEED)
        asked = Round.objects.filter(code=recipe.code).first()
        if asked is None:
            new = NewRound(
                code=recipe.code, titles=recipe.titles, recipe=recipe.text, framework=framework.text,
                opens_on=date(2026, 3, 1), closes_on=date(2026, 12, 31), is_synthetic=True,
            )  # fmt: skip
            asked = open_round(None, new, [NewPlace(one.code, one.name, {"region": one.region}) for one in places])
        if not asked.intakes.filter(name=FILE).exists():
            rows = make_rows(framework, places, years=YEARS, typical=dict(TYPICAL), seed=SEED)
            receive_file(None, asked, name=FILE, content=table_of(rows))
        if contact:
            name_contact(None, asked.places.get(code=places[0].code), Person.objects.get(email=contact))
        self._publish(asked)

    def _publish(self, asked: Round) -> None:
        edition = Edition.objects.filter(code=asked.code).first()
        if edition is None:
            edition = begin_edition(None, asked, code=asked.code, titles=asked.titles)
        if edition.state in {EditionState.BUILDING, EditionState.FAILED}:
            build_edition(edition.pk)
            edition.refresh_from_db()
        if edition.state == EditionState.FAILED:
            raise CommandError(f"The demonstration edition could not be built: {edition.fault}")
        if edition.state == EditionState.DRAFT:
            publish_edition(None, edition)


def table_of(rows: Sequence[SyntheticRow]) -> bytes:
    """The rows as a table that intake reads like any other."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    for row in rows:
        numbers = ("" if number is None else repr(number) for number in (row.value, row.low, row.high))
        writer.writerow([row.place, row.indicator, row.period, *numbers, row.status, SOURCE, ""])
    return text.getvalue().encode()
