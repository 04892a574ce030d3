"""Pages of a register of 5,000 cities, against the floor of a page that reads nothing.

Prints milliseconds of the first request and of later ones, and their ratio to the privacy page. Usage: make bench-register
"""

import os
import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ["DJANGO_SETTINGS_MODULE"] = "hub.config.settings.test"
NUMBER, BAR_MILLISECONDS = 5000, 300
PAGES = ("/en/cities/", "/en/cities/?q=city+12&region=africa", "/en/map/", "/en/", "/en/cities/download.csv")


def make_register(number: int) -> None:
    """Cities all over the world, each a member with a position."""
    import numpy as np
    from tests.factories.network import make_country, make_source

    from hub.rooms.network.models import City, CityName, CityValue, MembershipEvent

    draw, source, country = np.random.default_rng(7), make_source(), make_country("IRL")
    regions = ("africa", "arab-states", "asia-pacific", "europe-north-america", "latin-america-caribbean")
    cities = City.objects.bulk_create(
        City(
            code=f"irl-{one}",
            name=f"City {one}",
            folded=f"city {one}",
            country=country,
            kind="city",
            region=regions[one % 5],
        )
        for one in range(number)
    )
    CityName.objects.bulk_create(
        CityName(city=city, text=city.name, folded=city.folded, script="Latn") for city in cities
    )
    MembershipEvent.objects.bulk_create(
        MembershipEvent(city=city, kind="admitted", date=date(2015 + city.pk % 10, 9, 1), precision="day")
        for city in cities
    )
    for name, low, high in (("latitude", -50, 65), ("longitude", -170, 175)):
        CityValue.objects.bulk_create(
            CityValue(city=city, property=name, number=number, unit="degree", source=source, precision="unknown")
            for city, number in zip(cities, draw.uniform(low, high, len(cities)).tolist(), strict=True)
        )


def milliseconds(client: object, path: str) -> float:
    began = time.perf_counter()
    answer = client.get(path)  # type: ignore[attr-defined]
    b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200, (path, answer.status_code)
    return 1000 * (time.perf_counter() - began)


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    call_command("migrate", verbosity=0, run_syncdb=True) if connection.vendor == "sqlite" else call_command(
        "migrate", verbosity=0
    )
    make_register(NUMBER)
    client = Client()
    milliseconds(client, "/en/privacy/")
    floor = min(milliseconds(client, "/en/privacy/") for _ in range(5))
    worst = 0.0
    for path in PAGES:
        first, later = milliseconds(client, path), min(milliseconds(client, path) for _ in range(3))
        print(
            f"{path:<40} first {first:6.0f} ms, later {later:6.0f} ms; ratio to a page that reads nothing {later / floor:5.1f}"
        )
        worst = max(worst, later if "download" not in path else 0)
    print(f"{NUMBER:,} cities: worst page {worst:.0f} ms, bar {BAR_MILLISECONDS} ms")
    sys.exit(0 if worst < BAR_MILLISECONDS else 1)


if __name__ == "__main__":
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    main()
