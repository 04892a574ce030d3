"""The middle way of an outlook, projected again from what was kept of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.indicators.mortality import both_sexes_life_table
from hub.rooms.ageing.engine.indicators.table import indicators_of
from hub.rooms.ageing.engine.project.cohort import project
from hub.rooms.ageing.files.packing import Results


@dataclass(frozen=True, eq=False)
class Medium:
    """One future: the rates as they are expected, without chance.

    people      (year, sex, age)  persons on 1 July
    indicators  code -> (year,)   every indicator that people and death rates allow
    """

    years: tuple[int, ...]
    people: Array
    indicators: Mapping[str, Array]


def medium_of(results: Results) -> Medium:
    """Project the middle way; the first year is the standard of the prospective median age."""
    inputs = results.future.inputs
    people = project(inputs).mid_year()
    standard = both_sexes_life_table(inputs.mortality[0], people[0]).expectancy
    return Medium(inputs.years, people, indicators_of(people, inputs.mortality, standard=standard))
