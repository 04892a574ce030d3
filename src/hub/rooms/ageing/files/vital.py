"""Registered births and deaths of a place by year, out of the tables that it sent."""

from collections.abc import Mapping

import numpy as np

from hub.rooms.ageing.engine.outlook.known import VitalCounts
from hub.rooms.ageing.engine.tables import BOTH
from hub.rooms.ageing.files.intake.vital import ALL_AGES, Vital, VitalTable


def counts_of(vital: Vital) -> VitalCounts:
    """Births and deaths of all ages and both sexes; a year without one of them has a gap there."""
    born, died = (_yearly(vital.tables.get(event)) for event in ("births", "deaths"))
    years = tuple(sorted({*born, *died}))
    return VitalCounts(
        years,
        np.array([born.get(year, np.nan) for year in years]),
        np.array([died.get(year, np.nan) for year in years]),
    )


def _yearly(table: VitalTable | None) -> Mapping[int, float]:
    """Events of each year: of everybody where that is told, else of the sexes and ages together; a gap in one is a gap.

    None where only one of the sexes is told: half of the events look like a healthy city.
    """
    if table is None or table.sexes in (("m",), ("f",)):
        return {}
    values = table.values
    values = values[:, [table.sexes.index(BOTH)]] if BOTH in table.sexes else values
    values = values[..., [table.spans.index(ALL_AGES)]] if ALL_AGES in table.spans else values
    return dict(zip(table.years, values.sum(axis=(1, 2)).tolist(), strict=True))
