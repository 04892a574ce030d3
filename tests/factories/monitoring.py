"""Makers of rounds and files."""

from datetime import timedelta

from django.utils import timezone

from hub.rooms.monitoring.actions.rounds import NewPlace, NewRound, open_round
from hub.rooms.monitoring.models import Round

FRAMEWORK = """
[framework]
code = "small"
version = "1"
status = "draft"
names = { en = "A small framework" }

[units]
percent = { symbol = "%", digits = 1, names = { en = "percent" } }

[index]
names = { en = "Index" }

[[areas]]
code = "learning"
names = { en = "Learning" }

[[areas]]
code = "living"
names = { en = "Living" }

"""
INDICATOR = """
[[indicators]]
code = "{code}"
parent = "{parent}"
names = {{ en = "Indicator {code}" }}
unit = "percent"
direction = 1
source_kind = "official"
low = 0
high = 100
"""
RECIPE = """
framework = "small"

[edition]
code = "small-2026"
date = 2026-06-30
synthetic = true

[edition.title]
en = "A small round"

[vintage]
rule = "latest-at-or-before"
date = 2026-06-30
maximum_age_years = 8

[[steps]]
do = "normalise"
method = "minmax"
low = 0
high = 100

[[steps]]
do = "weigh"
method = "equal"

[[steps]]
do = "aggregate"
method = "arithmetic"

[[steps]]
do = "rank"
method = "competition"

[[steps]]
do = "uncertainty"
method = "monte-carlo"
replications = 50
seed = 7
"""
INDICATORS = (("A1", "learning"), ("A2", "learning"), ("B1", "living"), ("B2", "living"))
HEADER = "place,indicator,period,value,low,high,status,source,note"


def small_framework() -> str:
    """Two areas with two indicators each, as TOML."""
    return FRAMEWORK + "".join(INDICATOR.format(code=code, parent=parent) for code, parent in INDICATORS)


def make_round(*, code: str = "small", places: tuple[str, ...] = ("P1", "P2", "P3"), closed_days: int = 0) -> Round:
    """A synthetic round of a few places: open for a month more, or closed since some days."""
    today = timezone.localdate()
    closes_on = today - timedelta(days=closed_days) if closed_days else today + timedelta(days=30)
    new = NewRound(
        code=code, titles={"en": "A small round"}, recipe=RECIPE, framework=small_framework(),
        opens_on=today - timedelta(days=200), closes_on=closes_on, is_synthetic=True,
    )  # fmt: skip
    return open_round(None, new, [NewPlace(place, f"Place {place}") for place in places])


def csv_of(*rows: str) -> bytes:
    """A table of observations: the usual heading and these rows."""
    return "\n".join((HEADER, *rows, "")).encode()


def full_csv(places: tuple[str, ...] = ("P1", "P2", "P3")) -> bytes:
    """A value for every place and indicator, all different."""
    return csv_of(
        *(
            f"{place},{indicator},2024,{10 + 20 * row + 3 * column},,,,,"
            for row, place in enumerate(places)
            for column, (indicator, _) in enumerate(INDICATORS)
        )
    )
