"""The pyramid of a table by single years of age, with what was borrowed from the country for it."""

from dataclasses import dataclass

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import AGES, FEMALE, GROUP_STARTS, MALE, OPEN_AGE, Array, grouped
from hub.rooms.ageing.engine.graduate.people import single_ages, split_open_group
from hub.rooms.ageing.engine.groups import spans_of
from hub.rooms.ageing.engine.outlook.assumptions import Assumption
from hub.rooms.ageing.engine.tables import BOTH, CityTable

# Nobody of the country is of no age at all: keeps a form above 0 where its pyramid is empty.
LEAST_FORM = 1e-6
# Where the oldest group begins earlier, the country's form would decide what is to be found out: how old people are.
LEAST_OPEN_AGE = 60
# Groups that a refusal names.
MOST_TOLD = 24


@dataclass(frozen=True)
class Pyramid:
    """People of one district at one date.

    people   (sex, age)  persons
    assumed  what was borrowed from the country
    """

    people: Array
    assumed: tuple[Assumption, ...]


def pyramid_of(table: CityTable, *, country: Array) -> Pyramid:
    """A pyramid by single years of age and sex out of a table of any groups.

    table     of one date and one district, without gaps
    country   (sex, age)  the country's people, whose form stands in within groups, above the open age and, where the table
              does not tell the sexes apart, between them
    Ages over 100 are put together. Single ages stay as they were counted, whatever the open age.
    Raises DataProblem `starts_unusable`, `persons_missing`.
    """
    persons = table.persons[0, 0]
    if np.isnan(persons).any():
        raise DataProblem("persons_missing", found=int(np.isnan(persons).sum()), date=table.dates[0])
    starts = tuple(start for start in table.starts if start <= OPEN_AGE)
    persons = np.add.reduceat(persons, range(len(starts)), axis=-1)
    fives = _fives(starts, table)
    form = np.maximum(country, country.sum() * LEAST_FORM / AGES)
    assumed = []
    if table.sexes == (BOTH,):
        persons = _by_sex(persons[0], starts, form)
        assumed.append(Assumption("base", "sexes_as_in_country"))
    if starts == tuple(range(len(starts))):
        if starts[-1] < OPEN_AGE:
            assumed.append(Assumption("base", "open_age_as_in_country", {"age": starts[-1]}))
        return Pyramid(_single(persons, starts[-1], form), tuple(assumed))
    groups = np.add.reduceat(persons, [starts.index(start) for start in fives], axis=-1)
    if fives[-1] < OPEN_AGE:
        assumed.append(Assumption("base", "open_age_as_in_country", {"age": fives[-1]}))
        groups = split_open_group(groups, fives, grouped(form))
    assumed.append(Assumption("base", "single_ages_as_in_country"))
    return Pyramid(single_ages(groups, form), tuple(assumed))


def _by_sex(persons: Array, starts: tuple[int, ...], form: Array) -> Array:
    """Both sexes together, divided as the country's people of the same ages."""
    groups = grouped(form, starts)
    share = groups[FEMALE] / groups.sum(axis=0)
    divided = np.empty((2, len(persons)))
    divided[FEMALE], divided[MALE] = persons * share, persons * (1 - share)
    return divided


def _single(persons: Array, open_age: int, form: Array) -> Array:
    """Single ages to 100+ from single ages to an open one."""
    people = np.empty(form.shape)
    people[:, :open_age] = persons[:, :open_age]
    above = form[:, open_age:]
    people[:, open_age:] = persons[:, open_age:] * above / above.sum(axis=-1, keepdims=True)
    return people


def _fives(starts: tuple[int, ...], table: CityTable) -> tuple[int, ...]:
    """Starts of the five-year groups that the groups can be put in.

    Raises DataProblem `starts_unusable` where a group crosses the bounds of five years, or the open one begins too early.
    """
    wanted = tuple(start for start in GROUP_STARTS if start <= starts[-1])
    if wanted[-1] < LEAST_OPEN_AGE or not set(wanted) <= set(starts):
        found = ", ".join(span.text for span in spans_of(table.starts)[:MOST_TOLD])
        raise DataProblem("starts_unusable", found=found, date=table.dates[0], allowed=LEAST_OPEN_AGE)
    return wanted
