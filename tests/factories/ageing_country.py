"""A made-up country's figures kept where the Hub looks for them."""

from datetime import date
from pathlib import Path

import numpy as np

from hub.rooms.ageing.engine.ages import GROUP_STARTS, grouped
from hub.rooms.ageing.engine.national import NOTES, NationalFigures
from hub.rooms.ageing.engine.project.cohort import project
from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.files.national.store import write_national
from tests.rooms.ageing.engine.city.places import fertility_of, migration_of, mortality_of, pyramid_of

FIRST_YEAR, YEARS = 2025, 40


def made_up_figures(iso3: str = "IRL") -> NationalFigures:
    """Smooth curves for forty years from 2025."""
    inputs = Inputs(
        pyramid_of(5e6), mortality_of(YEARS), fertility_of(YEARS), np.full(YEARS, 1.05), migration_of(YEARS), FIRST_YEAR
    )
    shown = np.arange(FIRST_YEAR, FIRST_YEAR + YEARS, 5)
    return NationalFigures(
        iso3=iso3,
        first_year=FIRST_YEAR,
        base=inputs.base,
        mortality=inputs.mortality,
        fertility=inputs.fertility,
        sex_ratio=inputs.sex_ratio,
        migration=inputs.migration,
        published_years=shown,
        published=grouped(project(inputs).mid_year()[shown - FIRST_YEAR], GROUP_STARTS),
        notes=NOTES,
    )


def keep_country(home: Path, *codes: str) -> None:
    """Keep made-up figures of countries in the folder of an installation."""
    write_national(
        home / "ageing" / "national",
        [made_up_figures(code) for code in codes or ("IRL",)],
        files=[],
        made=date(2026, 1, 1),
        asked=list(codes) or ["IRL"],
    )
