"""A small made-up city for the drawings: smooth curves, so that what is drawn can be told from the formula."""

from datetime import date

import numpy as np

from hub.rooms.ageing.engine.ages import GROUP_STARTS
from hub.rooms.ageing.engine.readiness.age_friendly import AgeFriendliness, Measurement, age_friendliness
from hub.rooms.ageing.files.frameworks import load_age_friendly
from hub.rooms.ageing.report.basis import PROBABILITIES, Basis, Quantiles, Unit
from hub.rooms.ageing.report.capacities import Capacity
from hub.rooms.ageing.report.changes import Change, Changes
from hub.rooms.ageing.report.fans import Fan
from hub.rooms.ageing.report.pyramids import Pyramids

# Ends of a normal distribution at the probabilities, in its standard deviations.
SPREAD = np.array((-1.96, -1.2816, 0.0, 1.2816, 1.96))


def basis(language: str = "en", interval: str = "The ranges follow those of UN DESA 2024.") -> Basis:
    return Basis("Exampleton", date(2024, 1, 1), "City register; WPP 2024", language, interval)


def ranged(median: np.ndarray, deviation: np.ndarray) -> np.ndarray:
    """(..., quantile) around a median, by deviations as shares of it."""
    return np.maximum(median[..., None] * (1 + deviation[..., None] * SPREAD), 0.0)


def pyramids(first: int = 2024, last: int = 2100, scale: float = 1.0) -> Pyramids:
    """A bulge that begins at age 45 and moves up, over shrinking cohorts; uncertain where people are not born yet."""
    years = tuple(range(first, last + 1))
    ages = np.array(GROUP_STARTS) + 2.5
    passed = np.array(years)[:, None, None] - first
    sex = np.array((0.0, 1.0))[None, :, None]
    survival = 1 / (1 + np.exp((ages - 84 - 3 * sex - passed / 15) / 7))
    born = 4200 + 2600 * np.exp(-(((ages - 50 - passed) / 14) ** 2)) - 900 * np.tanh((passed - ages) / 40)
    people = scale * survival * born
    deviation = 0.01 + 0.002 * passed + 0.0045 * np.maximum(passed - ages, 0) + 0 * people
    older = 100 * people[..., 13:].sum(axis=(1, 2)) / people.sum(axis=(1, 2))
    return Pyramids(
        years,
        Quantiles(ranged(people, deviation)),
        Quantiles(ranged(older, 0.001 * (np.array(years) - first))),
        base=first,
    )


def fan(**changes: object) -> Fan:
    years = tuple(range(2024, 2101))
    passed = np.array(years) - 2024
    figures = ranged(20_000 + 180.0 * passed - 1.1 * passed**2, 0.0035 * passed)
    told = {
        "title": "People aged 65 and over",
        "unit": Unit("persons", significant=4),
        "years": years,
        "figures": Quantiles(figures),
        "official": ((2030, 21_300.0), (2040, 23_000.0), (2050, 24_600.0)),
        "observed": ((2001, 14_800.0), (2011, 16_900.0), (2021, 19_400.0)),
        "scenario": tuple((year, float(figures[at, 2] * (1 + 0.003 * at))) for at, year in enumerate(years)),
        "scenario_name": "People live two years longer",
    }
    return Fan(**{**told, **changes})


def changes() -> Changes:
    rows = (
        Change("Exampleton", 18.2, 24.1, 26.4, 28.9, bold=True),
        Change("Northport", 22.9, 27.0, 30.1, 33.4),
        Change("Al Bahr", 4.1, 6.0, 6.8, 7.9),
        Change("A town with a name that is much longer than the room that is left for it", None, 18.0, 19.5, 21.0),
        Change("Sula", 12.0, None, 12.4, None),
    )
    return Changes("Share of people aged 65 and over", Unit("%", digits=1), (2024, 2050), rows)


def capacities() -> tuple[Capacity, ...]:
    return (
        Capacity("Old Town", 1200, 1320, 1500, 1710),
        Capacity("Harbour", 800, 700, 790, 905),
        Capacity("Hillside", 900, 310, 400, 480),
        Capacity("New Quarter by the Northern Canal", 150, 620, 760, 930),
    )


def friendliness() -> AgeFriendliness:
    measured = [
        ("walkability", "perception", 61.5, 2022, "high"),
        ("walkability", "objective", 48.0, 2021, "medium"),
        ("public_spaces", "objective", 72.3, 2019, "low"),
        ("vehicles", "perception", 80.0, 2022, "high"),
        ("volunteering", "objective", 23.4, 2022, "medium"),
        ("affordable_housing", "perception", None, None, "medium"),
        ("lifelong_learning", "perception", 17.9, 2022, "high"),
    ]
    told = [Measurement(*one[:3], source="City survey", year=one[3], confidence=one[4]) for one in measured]
    wording = "Residents who gave time to a club"
    own = Measurement("volunteering", "own", 31.0, "Club census", 2020, "low", wording=wording, better="more")
    return age_friendliness(load_age_friendly(), [*told, own])


assert len(SPREAD) == len(PROBABILITIES)
