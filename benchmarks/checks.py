"""Every rule on 170,880 cells: 356 places x 60 indicators x 8 periods, as texts of a file with faults in them.

Prints CPU seconds, the ratio to the floor in the same process (np.array of the same texts as float64, all of them good),
and the figure of the peer as the reference quotes it. Usage: make bench-checks
"""

import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np

from hub.rooms.monitoring.engine.checks import CellTexts, Expectations, Sum, check_cells
from hub.rooms.monitoring.engine.framework import Node

PLACES, INDICATORS, PERIODS = 356, 60, 8
BAR_SECONDS = 0.3
# frictionless on a table of the same size, on the machine of the reference: quoted, not measured here.
PEER_SECONDS = (2.5, 2.8)
REPEATS = 7


def good_values() -> np.ndarray:
    """(places, indicators, periods): each indicator on its own scale, places moving slowly."""
    draw = np.random.default_rng(3)
    middle, spread = draw.uniform(20, 70, INDICATORS), draw.uniform(1, 4, INDICATORS)
    standing = draw.normal(0, 1, (PLACES, INDICATORS, 1)) * spread[None, :, None]
    moves = draw.normal(0, 0.5, (PLACES, INDICATORS, PERIODS)).cumsum(axis=2)
    values = (middle[None, :, None] + standing + moves).clip(1, 99)
    # The first three are a total and its parts.
    values[:, 1:3] /= 2
    values[:, 0] = np.round(values[:, 1], 2) + np.round(values[:, 2], 2)
    return values


def texts_of(values: np.ndarray) -> CellTexts:
    """All cells, one below the other, as in the long form of a table."""
    cells = [(place, code, year) for place in range(PLACES) for code in range(INDICATORS) for year in range(PERIODS)]
    return CellTexts(
        place=[f"P{place:03d}" for place, _, _ in cells],
        indicator=[f"I{code:02d}" for _, code, _ in cells],
        period=[str(2016 + year) for _, _, year in cells],
        value=[f"{value:.2f}" for value in values.reshape(-1)],
        file="figures.csv",
    )


def with_faults(texts: CellTexts) -> CellTexts:
    """About one cell in two hundred gone wrong, spread over the whole file: words, commas, factors, gaps, repetitions,
    periods."""
    draw = np.random.default_rng(4)
    value, place = list(texts.value), list(texts.place)
    for number, at in enumerate(draw.choice(len(value), len(value) // 200, replace=False).tolist()):
        good = float(value[at])
        faults = ("n/a", value[at].replace(".", ","), f"{good / 100:.4f}", "", f"{good * 10:.1f}", "140")
        value[at] = faults[number % len(faults)]
    for at in draw.choice(PLACES * INDICATORS, 20, replace=False).tolist():
        place[at * PERIODS] = place[(at * PERIODS + 40 * INDICATORS * PERIODS) % len(place)]
    period = list(texts.period)
    for at in draw.choice(len(value), 20, replace=False).tolist():
        period[at] = "20I9" if at % 2 else "2031"
    return replace(texts, value=value, place=place, period=period)


def cpu_seconds(work: Callable[[], object]) -> float:
    """The least of several runs."""
    seconds = []
    for _ in range(REPEATS):
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    return min(seconds)


def main() -> None:
    nodes = tuple(Node(f"I{code:02d}", "index", "indicator", {"en": ""}, low=0, high=100) for code in range(INDICATORS))
    expectations = Expectations(
        sums=(Sum("I00", ("I01", "I02")),),
        not_after=date(2026, 6, 30),
        groups={f"P{place:03d}": f"G{place % 5}" for place in range(PLACES)},
    )
    good = texts_of(good_values())
    faulty = with_faults(good)
    findings = check_cells(faulty, nodes, expectations)
    floor = cpu_seconds(lambda: np.array(good.value, np.float64))
    clean = cpu_seconds(lambda: check_cells(good, nodes, expectations))
    spent = cpu_seconds(lambda: check_cells(faulty, nodes, expectations))
    rules = Counter(str(one.parameters["rule"]) for one in findings)
    print(f"floor, np.array(texts, float) of {len(good.value):,} texts: {floor:.4f} CPU s")
    print(f"every rule, nothing wrong: {clean:.3f} CPU s, ratio {clean / floor:.1f}")
    print(
        f"every rule, one cell in 200 wrong: {spent:.3f} CPU s, ratio {spent / floor:.1f}; "
        f"{len(findings)} findings listed, {sum(one.others for one in findings)} more counted "
        f"({', '.join(f'{rule} {count}' for rule, count in sorted(rules.items()))})"
    )
    print(
        f"bar {BAR_SECONDS} CPU s; frictionless as the reference quotes it: {PEER_SECONDS[0]}-{PEER_SECONDS[1]} CPU s "
        f"for its own checks, {PEER_SECONDS[0] / spent:.0f}-{PEER_SECONDS[1] / spent:.0f} times this"
    )
    sys.exit(0 if spent < BAR_SECONDS else 1)


if __name__ == "__main__":
    main()
