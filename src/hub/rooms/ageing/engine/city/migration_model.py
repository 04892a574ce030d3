"""How migrants are spread over ages where nobody has counted them: the model schedule of Rogers and Castro.

Source: Rogers & Castro (1981), Model Migration Schedules, IIASA RR-81-30; the defaults are their fundamental parameters,
without the humps of retirement and of the oldest.
"""

from dataclasses import dataclass

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import AGES, SEXES, Array

# Rates are constant within a year of age: take them at its middle.
MID_AGE = 0.5


@dataclass(frozen=True)
class MigrationSchedule:
    """The parameters of a schedule: children, a peak of young workers, a hump of the retired, and a floor for all ages.

    `*_level` heights (a rate, or any multiple of one); `*_fall` and `*_rise` slopes per year of age; `*_peak` ages in years.
    """

    child_level: float = 0.02
    child_fall: float = 0.10
    work_level: float = 0.06
    work_fall: float = 0.10
    work_peak: float = 20.0
    work_rise: float = 0.40
    retired_level: float = 0.0
    retired_fall: float = 0.50
    retired_peak: float = 65.0
    retired_rise: float = 0.40
    floor: float = 0.003


def schedule_rates(schedule: MigrationSchedule) -> Array:
    """The rate at every single age, as high as the parameters make it.

    returns  (age,)
    """
    age: Array = np.arange(AGES, dtype=np.float64) + MID_AGE
    children = schedule.child_level * np.exp(-schedule.child_fall * age)
    workers = schedule.work_level * _hump(age, schedule.work_peak, schedule.work_fall, schedule.work_rise)
    retired = schedule.retired_level * _hump(age, schedule.retired_peak, schedule.retired_fall, schedule.retired_rise)
    rates: Array = children + workers + retired + schedule.floor
    return rates


def profile_of(schedule: MigrationSchedule, *, male_share: float = 0.5) -> Array:
    """The share of all migrants that each sex and age has, for people who move in where no age is known.

    male_share  share of men and boys among migrants, 0 to 1
    returns     (sex, age)  sums to 1
    """
    if not 0 <= male_share <= 1:
        raise DataProblem("city_share_out_of_range", parameter="male_share", found=male_share, low=0, high=1)
    rates = schedule_rates(schedule)
    shares: Array = np.array([male_share, 1 - male_share])[:, None] * (rates / rates.sum())
    return shares


def rates_with_total(schedule: MigrationSchedule, exposed: Array, total: float) -> Array:
    """Net rates in the shape of a schedule that make a known number of net migrants of a known population.

    exposed  (sex, age)  people at risk of moving, by the age reached
    total    net migrants a year; below 0 where more leave
    returns  (sex, age)  net migrants a year per person
    """
    rates = np.broadcast_to(schedule_rates(schedule), (len(SEXES), AGES))
    expected = float((rates * exposed).sum())
    if expected <= 0:
        raise DataProblem("city_population_empty", parameter="exposed")
    scaled: Array = rates * (total / expected)
    return scaled


def _hump(age: Array, peak: float, fall: float, rise: float) -> Array:
    # Far below a peak the inner exponent overflows, and the hump is nought there.
    hump: Array = np.exp(-fall * (age - peak) - np.exp(np.minimum(-rise * (age - peak), 700.0)))
    return hump
