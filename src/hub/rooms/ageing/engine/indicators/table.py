"""All indicators of a projection at once."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import AGES, FEMALE, MALE, SEXES, Array
from hub.rooms.ageing.engine.indicators import dependency
from hub.rooms.ageing.engine.indicators.median import median_age
from hub.rooms.ageing.engine.indicators.mortality import both_sexes_life_table
from hub.rooms.ageing.engine.indicators.profile import SINGLE_AGES, AgeProfile, profile_of
from hub.rooms.ageing.engine.indicators.prospective import (
    prospective_dependency,
    prospective_median_age,
    prospective_share,
    threshold_age,
)
from hub.rooms.ageing.engine.indicators.registry import INDICATORS
from hub.rooms.ageing.engine.indicators.sullivan import healthy_years
from hub.rooms.ageing.engine.life_table import LifeTable, life_table

# Pyramids worked on at once: so many stay in the cache, which makes trajectories about seven times faster.
BLOCK = 1200
COUNTED = {
    "pct65": dependency.share_65,
    "pct80": dependency.share_80,
    "oldest80_65": dependency.oldest_old_share,
    "oadr65_20_64": dependency.old_age_dependency_20_64,
    "oadr65_15_64": dependency.old_age_dependency_15_64,
    "tdr": dependency.total_dependency,
    "psr20_64_65": dependency.potential_support,
    "ageing60_0_14": dependency.ageing_index_60,
    "ageing65_0_14": dependency.ageing_index_65,
    "parent85_50_64": dependency.parent_support,
    "median_age": median_age,
}


def indicators_of(
    population: Array, mortality: Array, *, standard: Array | None = None, unhealthy: Array | None = None
) -> Mapping[str, Array]:
    """Every indicator that the inputs allow, in the order of `INDICATORS`.

    population  (..., sex, age)  persons at mid-year
    mortality   (..., sex, age)  deaths per person-year of the same year; either may lack leading axes of the other
    standard    (..., age)  years that remain, both sexes, in the standard year of the prospective median age
                (`both_sexes_life_table(...).expectancy`); without it that indicator is left out
    unhealthy   (..., sex, age)  share in poor health; without it healthy life expectancy is left out
    returns     code -> (...), all of one shape; not to be written to
    Gaps: a gap (NaN) where a fraction has nobody below its line. Raises DataProblem("ages_expected"), those of
    `healthy_years`.
    """
    for array in (population, mortality):
        if array.shape[-2:] != (len(SEXES), AGES):
            raise DataProblem("ages_expected", found=str(array.shape), allowed=f"(…, {len(SEXES)}, {AGES})")
    shape = np.broadcast_shapes(population.shape, mortality.shape)[:-2]
    by_sex = life_table(mortality)
    found = {**_of_people_in_blocks(population, mortality, standard), **_at_both_ages("e", by_sex.expectancy)}
    if unhealthy is not None:
        found |= healthy_indicators(by_sex, unhealthy)
    return {code: np.broadcast_to(found[code], shape) for code in INDICATORS if code in found}


def _of_people_in_blocks(population: Array, mortality: Array, standard: Array | None) -> Mapping[str, Array]:
    """Those that differ with the people, first axis by first axis where there are trajectories."""
    shape = np.broadcast_shapes(population.shape, mortality.shape)
    population, mortality = np.broadcast_to(population, shape), np.broadcast_to(mortality, shape)
    if standard is not None:
        standard = np.broadcast_to(standard, (*shape[:-2], AGES))
    if len(shape) < 4 or population.size == 0:
        return _of_people(population, mortality, standard)
    step = max(1, BLOCK // math.prod(shape[1:-2]))
    spans = [slice(first, first + step) for first in range(0, shape[0], step)]
    blocks = [
        _of_people(population[span], mortality[span], None if standard is None else standard[span]) for span in spans
    ]
    return {code: np.concatenate([block[code] for block in blocks]) for code in blocks[0]}


def _of_people(population: Array, mortality: Array, standard: Array | None) -> Mapping[str, Array]:
    profile, both = profile_of(population), both_sexes_life_table(mortality, population)
    found = {**counted_indicators(profile), **prospective_indicators(profile, both.expectancy)}
    if standard is not None:
        found["prospective_median_age"] = prospective_median_age(found["median_age"], both.expectancy, standard)
    return {**found, "e0": both.expectancy[..., 0], "e65": both.expectancy[..., dependency.OLD]}


def counted_indicators(profile: AgeProfile) -> Mapping[str, Array]:
    """The indicators that need people only, from single ages or from groups: code -> (...)."""
    people = {"pop": profile.total, "pop65": profile.above(dependency.OLD), "pop80": profile.above(dependency.VERY_OLD)}
    return {**people, **{code: count(profile) for code, count in COUNTED.items()}}


def prospective_indicators(
    profile: AgeProfile, expectancy: Array, starts: Sequence[int] = SINGLE_AGES
) -> Mapping[str, Array]:
    """The indicators that rest on remaining years: code -> (...).

    expectancy  (..., group)  years that remain, both sexes, at `starts`, which may differ from those of the people
    """
    threshold = threshold_age(expectancy, starts)
    return {
        "poadr_threshold_age": threshold,
        "poadr": prospective_dependency(profile, threshold),
        "prospective_pct": prospective_share(profile, threshold),
    }


def healthy_indicators(by_sex: LifeTable, unhealthy: Array) -> Mapping[str, Array]:
    """Healthy life expectancy at birth and at 65 of each sex, from life tables and shares (..., sex, age)."""
    return _at_both_ages("hle", healthy_years(by_sex, unhealthy).expectancy)


def _at_both_ages(name: str, expectancy: Array) -> Mapping[str, Array]:
    return {
        f"{name}{age}_{SEXES[sex]}": expectancy[..., sex, age] for sex in (MALE, FEMALE) for age in (0, dependency.OLD)
    }
