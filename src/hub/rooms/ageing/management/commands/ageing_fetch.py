"""`hub ageing fetch wpp2024`: the United Nations' figures of countries, from their public addresses to the Hub."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hub.kit.errors import InputRefused, Problem
from hub.rooms.ageing.files.wpp.fetching import Request, fetch_national
from hub.rooms.ageing.files.wpp.manifest import load_manifest
from hub.rooms.ageing.phrases import BOOK
from hub.rooms.network.door import member_countries

# Exit code of a command whose input was refused; 1 is for what no person can mend.
REFUSED = 2
MEMBERS = "members"
FIRST_YEAR = 2024
MOST_SHOWN = 20


class Command(BaseCommand):
    help = "Fetch, check and keep the national figures that projections need; run again, it goes on where it stopped."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("manifest", help="path of a manifest, or the name of a shipped one (wpp2024)")
        parser.add_argument("--out", metavar="DIR", help="folder of the figures; else HUB_HOME/ageing/national")
        parser.add_argument("--countries", default=MEMBERS, help="KEN,DEU or members (default: countries of members)")
        parser.add_argument("--since", type=int, default=FIRST_YEAR, help="first calendar year (1950 to 2099)")
        parser.add_argument(
            "--keep-downloads", action="store_true", help="keep the files of the source when all is done"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        home = Path(settings.HUB_HOME)
        try:
            manifest = load_manifest(options["manifest"])
            request = Request(
                countries=_countries(options["countries"]),
                since=options["since"],
                downloads=home / "fetched" / manifest.code,
                out=Path(options["out"] or home / "ageing" / "national"),
            )
            made = datetime.now(UTC).date()
            outcome = fetch_national(
                manifest, request, made=made, progress=lambda text: self.stderr.write(f"  {text} …")
            )
        except InputRefused as refused:
            raise CommandError("\n".join(_lines(refused)), returncode=REFUSED) from None
        except Problem as problem:
            raise CommandError(BOOK.say(problem), returncode=REFUSED) from None
        for doubt in outcome.doubts:
            self.stderr.write(f"  {BOOK.say_finding(doubt)}")
        if not options["keep_downloads"]:
            shutil.rmtree(request.downloads)
        for one in outcome.fetched:
            self.stdout.write(f"{one.name}  {one.bytes} bytes  sha256 {one.sha256}")
        self.stdout.write(f"{request.out}: {len(outcome.countries)} countries ({', '.join(outcome.countries)})")
        self.stdout.write(f"{manifest.title}. Licence: {manifest.licence} {manifest.licence_address}")


def _countries(asked: str) -> tuple[str, ...]:
    """Codes in the order of the alphabet, each once."""
    codes = member_countries() if asked.strip().lower() == MEMBERS else asked.upper().split(",")
    return tuple(sorted({code.strip() for code in codes if code.strip()}))


def _lines(refused: InputRefused) -> list[str]:
    shown = [BOOK.say_finding(finding) for finding in refused.findings[:MOST_SHOWN]]
    left = len(refused.findings) - len(shown)
    return [*shown, f"… {left} more"] if left else shown
