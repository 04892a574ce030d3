"""Phrases about a city's own projection: its rates, its migration, cohort ratios, official totals, its start and what-ifs."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: Mapping[str, Phrase] = {
    "city_shape_differs": Phrase(
        _("The table “%(parameter)s” has the shape %(found)s where %(allowed)s is needed."),
        _("Give one number for each year, sex and age group, of this one place."),
    ),
    "city_value_missing": Phrase(
        _("The table “%(parameter)s” has %(found)s cells without a number."),
        _("Fill these cells; a gap is not taken for 0."),
    ),
    "city_people_negative": Phrase(
        _("The table “%(parameter)s” has %(found)s people in one of its cells."),
        _("Correct it to 0 or more."),
    ),
    "city_population_empty": Phrase(
        _("The table “%(parameter)s” has nobody in it."),
        _("Give the people of the place by sex and age."),
    ),
    "city_share_out_of_range": Phrase(
        _("“%(parameter)s” is %(found)s."),
        _("Write a share from %(low)s to %(high)s."),
    ),
    "expectancy_out_of_range": Phrase(
        _("The gap or gain asked for would make the life expectancy at birth %(found)s years."),
        _("Choose a gap that leaves it between %(low)s and %(high)s years in every year of the projection."),
    ),
    "fertility_ratio_out_of_range": Phrase(
        _("The city's fertility is %(found)s times the country's."),
        _("Compare births and women of the same place and years; ratios from %(low)s to %(high)s can be used."),
    ),
    "census_interval_out_of_range": Phrase(
        _("The two pyramids are %(found)s years apart, as the years of the death rates say."),
        _("Use pyramids that are %(low)s to %(high)s whole years apart, with death rates for each year between."),
    ),
    "interval_not_allowed": Phrase(
        _("The two pyramids are %(found)s years apart."),
        _(
            "Cohort ratios need pyramids that are so many years apart: %(allowed)s. Age one of them to such a date first."
        ),
    ),
    "open_age_too_low": Phrase(
        _("The oldest group of the pyramids begins at age %(found)s."),
        _("Use pyramids whose oldest group begins at %(low)s or later."),
    ),
    "pyramids_differ": Phrase(
        _("The second pyramid has the shape %(found)s, the first one %(allowed)s."),
        _("Bring both to the same sexes and age groups."),
    ),
    "ratio_undefined": Phrase(
        _(
            "A group of the first pyramid, or the mothers of a group of children, has %(found)s people: no ratio can be made."
        ),
        _(
            "Give the country's pyramids of the same years too; its ratios stand in where there are fewer than %(allowed)s."
        ),
    ),
    "horizon_too_long": Phrase(
        _("A projection by cohort ratios was asked for %(found)s years ahead."),
        _("Ask for at most %(high)s years; for a longer view use the city's rates on its own pyramid."),
    ),
    "horizon_not_multiple": Phrase(
        _(
            "A projection by cohort ratios was asked for %(found)s years ahead, but each of its steps is %(allowed)s years."
        ),
        _("Ask for a multiple of %(allowed)s years."),
    ),
    "change_too_short": Phrase(
        _("There are %(found)s pyramids of the country where its change needs %(allowed)s."),
        _("Give the country's pyramids at the dates of both of the city's and at every date projected."),
    ),
    "horizon_not_measured": Phrase(
        _("How far projections by cohort ratios miss was not measured %(found)s years ahead."),
        _("Use one of these numbers of years: %(allowed)s."),
    ),
    "group_not_measured": Phrase(
        _("How far projections by cohort ratios miss was not measured for the group “%(found)s”."),
        _("Use one of these groups: %(allowed)s."),
    ),
    "official_totals_missing": Phrase(
        _("There is no official total for any date of the projection."),
        _("Give the official number of people for at least one date, or show the projection without it."),
    ),
    "official_total_out_of_range": Phrase(
        _("An official total is %(found)s people."),
        _("Correct it to a number above %(low)s, or leave it out."),
    ),
    "start_before_census": Phrase(
        _("The projection would start on 1 January %(found)s, before the census of %(day)s."),
        _("Start it in %(low)s or later."),
    ),
    "start_too_late": Phrase(
        _("The projection would start on 1 January %(found)s, long after the census of %(day)s."),
        _("Start it by %(high)s, or use a later census or estimate."),
    ),
    "rates_end_early": Phrase(
        _("The rates end with %(found)s, but the census has to be brought to the end of %(allowed)s."),
        _("Give rates up to %(allowed)s, or start the projection earlier."),
    ),
    "pyramids_too_far_apart": Phrase(
        _("The second pyramid is %(found)s years after the first one."),
        _(
            "Only pyramids up to %(high)s years apart, the earlier one first, can be joined by a line; age the earlier one instead."
        ),
    ),
    "day_not_between": Phrase(
        _("The day %(found)s is not between those of the two pyramids."),
        _("Choose a day from %(low)s to %(high)s."),
    ),
    "scenario_year_out_of_range": Phrase(
        _("The scenario changes something in %(found)s, which the projection does not reach."),
        _("Choose a year from %(low)s to %(high)s."),
    ),
    "scenario_value_out_of_range": Phrase(
        _("“%(parameter)s” of the scenario is %(found)s."),
        _("Write a number from %(low)s to %(high)s."),
    ),
    "arrivals_profile_not_one": Phrase(
        _("The shares of those who move in add up to %(found)s, the smallest one being %(low)s."),
        _("Give shares by sex and age of 0 or more that add up to 1."),
    ),
    "scenario_not_paired": Phrase(
        _("The scenario has %(found)s for “%(parameter)s” where the reference has %(allowed)s."),
        _("Simulate both with the same seed, years, items and number of trajectories."),
    ),
}
