"""Rank bands as tables, and read back from them."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.commons.tables.writing import csv_text, read_number, read_rows
from hub.rooms.monitoring.engine.uncertainty import Bands

COLUMNS = ("rank_mean", "rank_median", "rank_5th_percentile", "rank_95th_percentile", "share_among_first")


def ranks_text(bands: Bands | None, ranks: NDArray[np.int32]) -> str:
    """Ranks with their bands, one row a place and node; only the headings where there are no bands.

    ranks  (places, nodes) as in the bands; 0 is no rank
    """
    rows = [] if bands is None else _rows(bands, ranks)
    return csv_text(("place", "node", "rank", *COLUMNS, "tier"), rows)


def _rows(bands: Bands, ranks: NDArray[np.int32]) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    tables = (bands.mean, bands.median, bands.low, bands.high, bands.top)
    for column, node in enumerate(bands.nodes):
        for row, place in enumerate(bands.places):
            if np.isnan(bands.median[row, column]):
                continue
            tier = int(bands.tiers[row]) or None if column == 0 else None
            found = (table[row, column] for table in tables)
            rows.append((place, node, int(ranks[row, column]) or None, *found, tier))
    return rows


def ahead_text(bands: Bands) -> str:
    """How likely the row's place is ahead of the column's on the index; empty where there are too many places."""
    rows = ((place, *shares) for place, shares in zip(bands.places, bands.ahead.tolist(), strict=False))
    return csv_text(("place", *(bands.places if bands.ahead.size else ())), rows)


def read_bands(
    ranks: Path,
    ahead: Path,
    places: tuple[str, ...],
    nodes: tuple[str, ...],
    *,
    replications: int,
    first: int,
) -> Bands:
    """The bands that `ranks_text` and `ahead_text` were written from.

    Folders of the first format have neither mean nor tier nor `ahead`: they are NaN, 0 and empty.
    """
    tables = [np.full((len(places), len(nodes)), np.nan) for _ in COLUMNS]
    tiers = np.zeros(len(places), np.int32)
    row_of = {place: row for row, place in enumerate(places)}
    column_of = {node: column for column, node in enumerate(nodes)}
    for row in read_rows(ranks):
        for table, name in zip(tables, COLUMNS, strict=True):
            table[row_of[row["place"]], column_of[row["node"]]] = read_number(row.get(name, ""))
        if row.get("tier"):
            tiers[row_of[row["place"]]] = int(row["tier"])
    mean, median, low, high, top = tables
    return Bands(
        places=places,
        nodes=nodes,
        mean=mean,
        median=median,
        low=low,
        high=high,
        top=top,
        replications=replications,
        first=first,
        ahead=_ahead(ahead),
        tiers=tiers,
    )


def _ahead(path: Path) -> NDArray[np.float64]:
    if not path.is_file():
        return np.zeros((0, 0))
    rows = [[read_number(text) for name, text in row.items() if name != "place"] for row in read_rows(path)]
    return np.array(rows) if rows else np.zeros((0, 0))
