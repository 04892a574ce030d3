"""A synthetic round: plausible, seeded, and about no real place.

Each place has a standing of its own in every area (one common factor, one of the area), which moves slowly over the
years. An indicator shows the standing through noise, on its own scale. Gaps are of three kinds: an answer that it is not
available, silence, and a whole area left out by a place that sent little.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hub.kit.seeds import seed_of
from hub.rooms.monitoring.engine.framework import Framework, Node

COMMON, OWN, NOISE = 0.6, 0.55, 0.6
TREND_PER_YEAR = 0.05
NOT_AVAILABLE, SILENT, AREA_LEFT_OUT = 0.06, 0.04, 0.03
SURVEY_PEOPLE = 600
Z95 = 1.959964


@dataclass(frozen=True, slots=True)
class SyntheticPlace:
    """A place that does not exist. `region` is the code of the group it is put in; `population` in persons."""

    code: str
    name: str
    region: str
    population: int


@dataclass(frozen=True, slots=True)
class SyntheticRow:
    """One synthetic observation, as a row of an intake table; None is an empty cell."""

    place: str
    indicator: str
    period: int
    value: float | None
    low: float | None
    high: float | None
    status: str


@dataclass(frozen=True, slots=True)
class Typical:
    """What an indicator is like: `middle` in its unit, `spread` as standard deviation on the scale it varies on.

    That scale is the logarithm for what has no upper limit, the log odds for shares, the unit itself for ratings.
    """

    middle: float
    spread: float


def make_places(regions: Sequence[str], *, number: int, seed: int) -> tuple[SyntheticPlace, ...]:
    """Places by turns over the regions, with populations from ten thousand to ten million (log-normal)."""
    draw = np.random.default_rng(seed_of(seed, "places"))
    populations = np.clip(np.exp(draw.normal(12.3, 1.2, number)), 1e4, 1e7)
    places = []
    for position in range(number):
        region = regions[position % len(regions)]
        label = f"{position // len(regions) + 1:02d}"
        # Names that nobody can take for a city, whatever the language of the page.
        places.append(
            SyntheticPlace(
                f"SYN-{region}-{label}", f"SYN {region} {label}", region, int(round(populations[position], -2))
            )
        )
    return tuple(places)


def make_rows(
    framework: Framework,
    places: Sequence[SyntheticPlace],
    *,
    years: Sequence[int],
    typical: dict[str, Typical],
    seed: int,
) -> tuple[SyntheticRow, ...]:
    """Rows for all places, measured nodes and years; the order of the places does not change any of them.

    typical  by node code; every indicator needs one (KeyError names the one that has none)
    """
    areas = [area.code for area in framework.areas]
    rows: list[SyntheticRow] = []
    for place in places:
        draw = np.random.default_rng(seed_of(seed, "rows", place.code))
        common, own = draw.normal(), dict(zip(areas, draw.normal(size=len(areas)), strict=True))
        left_out = {area for area in areas if draw.random() < AREA_LEFT_OUT}
        for node in framework.indicators:
            area = framework.area_of(node.code)
            code = area.code if area else ""
            standing = COMMON * common + OWN * own.get(code, 0.0) + NOISE * draw.normal()
            rows += _series(
                node, place, years, standing=standing, typical=typical[node.code], draw=draw, silent=code in left_out
            )
        rows += [
            SyntheticRow(place.code, node.code, year, float(place.population), None, None, "observed")
            for node in framework.denominators
            for year in years
        ]
    return tuple(rows)


def _series(
    node: Node,
    place: SyntheticPlace,
    years: Sequence[int],
    *,
    standing: float,
    typical: Typical,
    draw: np.random.Generator,
    silent: bool,
) -> list[SyntheticRow]:
    """The rows of one place and indicator: a slow trend over the years, gaps as they come."""
    chance, wobble = draw.random(), draw.normal(size=len(years))
    if silent or chance < SILENT:
        return []
    if chance < SILENT + NOT_AVAILABLE:
        return [SyntheticRow(place.code, node.code, years[-1], None, None, None, "not-available")]
    rows = []
    for position, year in enumerate(years):
        at = standing + TREND_PER_YEAR * (year - years[0]) + 0.1 * wobble[position]
        value = _on_scale(node, typical, node.direction * at)
        if node.denominator:
            value = float(round(value * place.population / (node.factor or 1.0)))
        low, high = _interval(node, value)
        status = "estimated" if node.source_kind == "expert" else "observed"
        rows.append(SyntheticRow(place.code, node.code, year, value, low, high, status))
    return rows


def _on_scale(node: Node, typical: Typical, standing: float) -> float:
    """A standing (standard deviations, more is more) as a value in the indicator's unit, inside its limits."""
    low, high = node.low, node.high
    if low is not None and high is not None and high - low <= 20:
        stepped = np.clip(typical.middle + typical.spread * standing, low, high)
        return float(np.round(stepped * 2) / 2)
    if low is not None and high is not None:
        share = (typical.middle - low) / (high - low)
        odds = np.log(share / (1 - share)) + typical.spread * standing
        return float(np.round(low + (high - low) / (1 + np.exp(-odds)), 1))
    value = typical.middle * np.exp(typical.spread * standing)
    digits = max(0, 2 - int(np.floor(np.log10(max(value, 1e-9)))))
    return float(np.round(value, min(digits, 6)))


def _interval(node: Node, value: float) -> tuple[float | None, float | None]:
    """A 95 % interval for shares that come from a sample survey; none for the others."""
    if node.source_kind != "survey" or node.low != 0 or node.high != 100:
        return None, None
    half = 100 * Z95 * float(np.sqrt(value / 100 * (1 - value / 100) / SURVEY_PEOPLE))
    return round(max(0.0, value - half), 1), round(min(100.0, value + half), 1)
