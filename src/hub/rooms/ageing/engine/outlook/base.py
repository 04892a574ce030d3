"""The pyramid of a table by single years of age, with what was borrowed from the country for it."""

from dataclasses import dataclass

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import AGES, FEMALE, GROUP_STARTS, MALE, Array, grouped
from hub.rooms.ageing.engine.graduate.people import single_ages, split_open_group
from hub.rooms.ageing.engine.outlook.assumptions import Assumption
from hub.rooms.ageing.engine.tables import BOTH, CityTable

# Nobody of the country is of no age at all: keeps a form above 0 where its pyramid is empty.
LEAST_FORM = 1e-6


@dataclass(frozen=True)
class Pyramid:
    """People of one district at one date.

    people   (sex, age)  persons
    assumed  what was borrowed from the country
    """

    people: Array
    assumed: tuple[Assumption, ...]


def pyramid_of(table: CityTable, *, date: int, district: int, country: Array) -> Pyramid:
    """A pyramid by single years of age and sex out of a table of any groups.

    table     without gaps at this date and district
    date, district  positions in the table
    country   (sex, age)  the country's people, whose form stands in within groups, above the open age and, where a table
              does not tell the sexes apart, between them
    Raises DataProblem `starts_unusable`, `persons_missing`.
    """
    persons = table.persons[date, district]
    if np.isnan(persons).any():
        raise DataProblem("persons_missing", found=int(np.isnan(persons).sum()), date=table.dates[date])
    form = np.maximum(country, country.sum() * LEAST_FORM / AGES)
    assumed = []
    if table.sexes == (BOTH,):
        persons = _by_sex(persons[0], table.starts, form)
        assumed.append(Assumption("base", "sexes_as_in_country"))
    single = tuple(range(len(table.starts))) == table.starts
    if single and table.starts[-1] >= GROUP_STARTS[-2]:
        return Pyramid(_single(persons, table.starts[-1], form), tuple(assumed))
    starts = _fives(table.starts)
    narrow = np.add.reduceat(persons, [table.starts.index(start) for start in starts], axis=-1)
    if starts[-1] < GROUP_STARTS[-1]:
        assumed.append(Assumption("base", "open_age_as_in_country", {"age": starts[-1]}))
        groups = split_open_group(narrow, starts, grouped(form))
    else:
        groups = narrow
    assumed.append(Assumption("base", "single_ages_as_in_country"))
    people = single_ages(groups, form)
    if single:
        # Single ages that are known below the open one stay as they were counted.
        people[:, : table.starts[-1]] = persons[:, :-1]
    return Pyramid(people, tuple(assumed))


def _by_sex(persons: Array, starts: tuple[int, ...], form: Array) -> Array:
    """Both sexes together, divided as the country's people of the same ages."""
    groups = grouped(form, starts)
    share = groups[FEMALE] / groups.sum(axis=0)
    divided = np.empty((2, len(persons)))
    divided[FEMALE], divided[MALE] = persons * share, persons * (1 - share)
    return divided


def _single(persons: Array, open_age: int, form: Array) -> Array:
    """Single ages to 100+ from single ages to an open one of 95 or more."""
    people = np.empty(form.shape)
    people[:, :open_age] = persons[:, :open_age]
    above = form[:, open_age:]
    people[:, open_age:] = persons[:, open_age:].sum(axis=-1, keepdims=True) * above / above.sum(axis=-1, keepdims=True)
    return people


def _fives(starts: tuple[int, ...]) -> tuple[int, ...]:
    """Starts of the five-year groups that the groups can be put in.

    Raises DataProblem `starts_unusable` where a group crosses the bounds of five years below its open age.
    """
    fives = tuple(start for start in GROUP_STARTS if start <= starts[-1] and start in starts)
    if (
        fives != GROUP_STARTS[: len(fives)]
        or len(fives) < 2
        or fives[-1] != max(s for s in GROUP_STARTS if s <= starts[-1])
    ):
        raise DataProblem("starts_unusable", found=list(starts), allowed=list(GROUP_STARTS))
    return fives


def districts_of(table: CityTable, date: int) -> dict[str, Array]:
    """People of each district in the table's groups, both sexes together: name -> (group) persons; none without districts."""
    named = [number for number, name in enumerate(table.districts) if name]
    return {table.districts[number]: table.persons[date, number].sum(axis=0) for number in named}
