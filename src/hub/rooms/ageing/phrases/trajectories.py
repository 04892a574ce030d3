"""Phrases about projections with their uncertainty: published intervals, trajectories and what a city adds."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: Mapping[str, Phrase] = {
    "intervals_shape_differs": Phrase(
        _("The intervals of “%(item)s” have the shape %(found)s where the trajectories need %(allowed)s."),
        _("Give the five points 2.5, 10, 50, 90 and 97.5 per cent for every year, and for life expectancy by sex."),
    ),
    "intervals_missing": Phrase(
        _("The intervals of “%(item)s” have %(found)s points without a number."),
        _("Fill them, or end the projection where the published intervals end."),
    ),
    "intervals_out_of_order": Phrase(
        _("In year %(position)s of the intervals of “%(item)s” a higher point lies below a lower one."),
        _("Put the five points of the year in ascending order; the median belongs to the same edition as the ends."),
    ),
    "intervals_years_differ": Phrase(
        _(
            "The intervals, or the fertility of the city against its country, are for %(found)s years where the projection has %(allowed)s."
        ),
        _("Give them for exactly the years of the projection."),
    ),
    "trajectories_not_of_one_place": Phrase(
        _("Trajectories are drawn for one place at a time, but the projection holds %(found)s."),
        _("Draw them place by place, each with its own seed."),
    ),
    "trajectories_out_of_range": Phrase(
        _("%(found)s trajectories say nothing about uncertainty."),
        _("Ask for at least %(low)s; 1,000 are usual."),
    ),
    "persistence_out_of_range": Phrase(
        _("The persistence of a process from year to year is %(found)s."),
        _("Write a number from %(low)s (every year anew) to %(high)s (for ever)."),
    ),
    "expectancy_out_of_reach": Phrase(
        _(
            "In year %(position)s some trajectory needs a life expectancy of %(found)s years, which no death rates of this place yield."
        ),
        _("Check the intervals of life expectancy against the death rates of the projection."),
    ),
    "city_ratio_not_positive": Phrase(
        _("The fertility of the city against that of its country is %(found)s in some year."),
        _("Give a number above 0 for every year, 1 where the city is like its country."),
    ),
    "city_deviation_out_of_range": Phrase(
        _("The yearly change of the city’s fertility against its country has the standard deviation %(found)s."),
        _("Write a number from %(low)s up to less than %(high)s; 0.02086 is usual."),
    ),
    "migration_times_out_of_range": Phrase(
        _("The interval of net migration is to be %(found)s times as wide as that of a country."),
        _("Write a number above %(low)s and up to %(high)s."),
    ),
    "calibration_year_not_projected": Phrase(
        _("The year %(found)s, by which the persistence of migration is to be fitted, is not projected."),
        _("Choose a year from %(low)s to %(high)s, best some 25 years from the start."),
    ),
    "calibration_width_not_positive": Phrase(
        _(
            "The published interval of the population, by which the persistence of migration is to be fitted, is %(found)s persons wide."
        ),
        _("Give the difference between the upper and the lower end of the 80 per cent interval."),
    ),
}
