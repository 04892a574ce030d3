"""`hub monitoring fetch MANIFEST`: public sources, as a manifest names them, to the inputs of a round."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from hub.commons.sources.fetching import fetch_sources
from hub.kit.errors import Problem
from hub.rooms.monitoring.files.combining import combine
from hub.rooms.monitoring.files.manifests import load_manifest
from hub.rooms.monitoring.management.printing import refusal


class Command(BaseCommand):
    help = "Fetch the public sources of a manifest; run again, it goes on where it stopped."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("manifest", help="path of a manifest, or the name of a shipped one (ons-local)")
        parser.add_argument("--out", metavar="DIR", help="folder; else HUB_HOME/fetched/CODE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = load_manifest(options["manifest"])
            out = Path(options["out"] or Path(settings.HUB_HOME) / "fetched" / manifest.code)
            fetched = fetch_sources(manifest.sources, out, progress=lambda text: self.stderr.write(f"  {text} …"))
            written = combine(manifest, out)
        except Problem as problem:
            raise refusal(problem) from None
        for one in fetched:
            self.stdout.write(f"{one.name}  {one.bytes} bytes  sha256 {one.sha256}")
        for path in written:
            self.stdout.write(f"{path}")
        self.stdout.write(f"{manifest.title}. Licence: {manifest.licence} {manifest.licence_address}")
