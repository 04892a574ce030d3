"""`hub monitoring check RECIPE --data FILE …`: what is wrong with files, without running anything."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hub.commons.tables.inputs import open_input
from hub.kit.errors import Problem
from hub.rooms.monitoring.engine.checks import check_observations
from hub.rooms.monitoring.files.builds import framework_of, with_place_table
from hub.rooms.monitoring.files.intake import read_round
from hub.rooms.monitoring.files.recipes import load_recipe
from hub.rooms.monitoring.management.printing import finding_lines, refusal


class Command(BaseCommand):
    help = "Check files of observations against a recipe and its framework; nothing is written."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("recipe", help="path of a recipe, or the name of a shipped one (ons-local)")
        parser.add_argument("--data", action="append", required=True, metavar="FILE", help="may be given several times")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            recipe = load_recipe(options["recipe"])
            framework = framework_of(recipe, options["recipe"])
            paths = with_place_table([Path(path) for path in options["data"]], recipe)
            intake = read_round([open_input(path) for path in paths], recipe, framework)
        except Problem as problem:
            raise refusal(problem) from None
        findings = (*intake.findings, *check_observations(intake.observations, framework.indicators))
        for line in finding_lines(findings):
            self.stdout.write(line)
        self.stdout.write(
            f"{len(intake.observations)} observations of {len(intake.places.codes)} places accepted, "
            f"{len(intake.places.retired)} places retired, {len(findings)} questions."
        )
