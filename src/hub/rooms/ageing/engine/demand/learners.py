"""Older learners and the places, groups and hours that they need."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import AGES, SEXES, Array

# Ages of older learners: 55 to 64, 65 to 74, 75 to 84, 85 and over.
LEARNER_STARTS = (55, 65, 75, 85)


@dataclass(frozen=True, slots=True)
class Assumption:
    """A figure to start from that nobody measured; `status` says so wherever it is shown, and the city changes it."""

    value: float
    status: str = "illustration"


# Not statistics: round figures that fall with age, to fill a form that a city has not filled yet.
STARTING_RATES: Mapping[int, Assumption] = {
    55: Assumption(0.10),
    65: Assumption(0.06),
    75: Assumption(0.03),
    85: Assumption(0.01),
}


@dataclass(frozen=True, slots=True)
class Course:
    """What a learner takes: courses a year, learners in a group, taught hours of a course; each above 0."""

    courses_per_learner: float = 1.0
    group_size: float = 12.0
    hours_per_course: float = 20.0


STARTING_COURSE = Course()


@dataclass(frozen=True)
class Demand:
    """What a year asks for; every array has the shape of the learners.

    learners  persons who learn
    places    places in courses: learners times courses a year
    groups    groups that are taught: places divided by the size of a group; not rounded up, so that they add up
    hours     taught hours: groups times hours of a course
    """

    learners: Array
    places: Array
    groups: Array
    hours: Array


def learners_of(people: Array, rates: Array, education: Array | None = None) -> Array:
    """Older people who learn.

    people     (..., year, sex, age)  persons of single ages
    rates      (year, sex, age, level)  share who learn, of `rates.constant_rates` and its siblings
    education  (year, sex, age, level)  shares of the levels, of `rates.constant_education` and its sibling; None where
               education is not known and the rates have a single level
    returns    (..., year, sex, group, level)  persons, by the groups of `LEARNER_STARTS`
    Gaps: none at 55 or older. Raises DataProblem("ages_expected"), ("demand_years_differ"), ("education_unknown").
    """
    if people.shape[-2:] != (len(SEXES), AGES):
        raise DataProblem("ages_expected", found=str(people.shape), allowed=f"(…, {len(SEXES)}, {AGES})")
    if people.ndim < 3 or rates.shape[:-1] != people.shape[-3:]:
        raise DataProblem("demand_years_differ", found=str(rates.shape), allowed=str(people.shape[-3:]))
    if education is None and rates.shape[-1] != 1:
        raise DataProblem("education_unknown", found=rates.shape[-1])
    shares = rates if education is None else rates * education
    limits = (*LEARNER_STARTS, AGES)
    groups = [
        np.einsum("...a,...al->...l", people[..., first:limit], shares[..., first:limit, :])
        for first, limit in itertools.pairwise(limits)
    ]
    return np.stack(groups, axis=-2)


def demand_of(learners: Array, course: Course = STARTING_COURSE) -> Demand:
    """Places, groups and hours of learners, whatever the axes; linear in the learners.

    Raises DataProblem("course_not_positive").
    """
    for name in ("courses_per_learner", "group_size", "hours_per_course"):
        found = getattr(course, name)
        if not 0 < found < np.inf:
            raise DataProblem("course_not_positive", parameter=name, found=found)
    places = learners * course.courses_per_learner
    groups = places / course.group_size
    return Demand(learners, places, groups, groups * course.hours_per_course)
