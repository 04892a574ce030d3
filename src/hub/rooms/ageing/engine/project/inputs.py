"""What a projection by single years of age starts from."""

from dataclasses import dataclass

from hub.rooms.ageing.engine.ages import AGES, FERTILE_FIRST, FERTILE_LAST, SEXES, Array
from hub.rooms.ageing.engine.project.checks import Part, arrays_of, places_of, require_first_year, times_in

BY_AGE = (SEXES, range(AGES))
PARTS = (
    Part("base", BY_AGE, is_timed=False),
    Part("mortality", BY_AGE),
    Part("fertility", (range(FERTILE_FIRST, FERTILE_LAST + 1),)),
    Part("sex_ratio"),
    Part("migration", BY_AGE, is_signed=True),
)


@dataclass(frozen=True)
class Inputs:
    """The base and the yearly rates of one or many places; leading axes (...) broadcast against one another.

    base        (..., sex, age)        persons on 1 January of `first_year`
    mortality   (..., year, sex, age)  deaths per person-year: up to 1.9, and above 0 in the open age
    fertility   (..., year, 45)        births per woman-year at ages 10 to 54
    sex_ratio   (..., year)            boys born per girl
    migration   (..., year, sex, age)  net persons by the age that they have at the end of the year
    first_year                         calendar year of the first rates
    Gaps: none allowed; a missing number is refused, never taken for 0. All arrays are held as float64.
    Errors: first_year_out_of_range and those of `arrays_of`.
    """

    base: Array
    mortality: Array
    fertility: Array
    sex_ratio: Array
    migration: Array
    first_year: int

    def __post_init__(self) -> None:
        require_first_year(self.first_year)
        times = range(self.first_year, self.first_year + times_in(self, PARTS))
        for name, array in arrays_of(self, PARTS, times).items():
            object.__setattr__(self, name, array)

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years of the rates."""
        return tuple(range(self.first_year, self.first_year + self.sex_ratio.shape[-1]))

    @property
    def places(self) -> tuple[int, ...]:
        """Lengths of the leading axes, all inputs together."""
        return places_of({part.name: getattr(self, part.name) for part in PARTS}, PARTS)
