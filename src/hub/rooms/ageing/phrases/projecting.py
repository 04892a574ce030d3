"""Phrases about what a projection starts from, the days that it knows, and raking."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: Mapping[str, Phrase] = {
    "first_year_out_of_range": Phrase(
        _("The first year of the projection is %(found)s."),
        _("Write a year from %(low)s to %(high)s."),
    ),
    "projection_without_years": Phrase(
        _("The table “%(parameter)s” has no years, so there is nothing to project with."),
        _("Give the rates of at least one year."),
    ),
    "projection_shape_differs": Phrase(
        _("The table “%(parameter)s” has the shape %(found)s where the projection needs %(allowed)s."),
        _("Give one number for each year, sex and age, the ages from 0 to the open group."),
    ),
    "projection_times_differ": Phrase(
        _("The table “%(parameter)s” has %(found)s years where the table of death rates has %(allowed)s."),
        _("Give the same years in all tables of rates, or end the projection where the shortest ends."),
    ),
    "projection_places_differ": Phrase(
        _("The table “%(parameter)s” is for %(found)s places where the tables before it are for %(allowed)s."),
        _("Give the same places in all tables, in the same order, or one table for all places."),
    ),
    "projection_not_finite": Phrase(
        _("The table “%(parameter)s” has no number at %(where)s and in %(others)s more cells."),
        _("Fill these cells; a projection cannot pass over a gap, and 0 would mean that nobody is there."),
    ),
    "projection_negative": Phrase(
        _("The table “%(parameter)s” has %(found)s at %(where)s."),
        _("Correct it to 0 or more; only migration may be below 0."),
    ),
    "mortality_out_of_range": Phrase(
        _("The death rate at %(where)s is %(found)s."),
        _(
            "Give deaths per person and year: up to %(high)s, and above 0 in the open age group. "
            "Rates per thousand have to be divided by 1,000."
        ),
    ),
    "day_not_projected": Phrase(
        _("The projection does not reach %(found)s."),
        _("Ask for a day from %(low)s to %(high)s."),
    ),
    "raking_shape_differs": Phrase(
        _("The official figures no. %(number)s have the shape %(found)s where the table of people has %(allowed)s."),
        _("Give one figure for each place, sex and age group, or one for all of them."),
    ),
    "raking_groups_unusable": Phrase(
        _("The age groups of the official figures no. %(number)s begin at %(found)s."),
        _("Let the first group begin at 0 and the others follow in order, none above %(allowed)s."),
    ),
    "raking_not_finite": Phrase(
        _("Table no. %(number)s of the raking (0: the people) has a cell without a number, and %(others)s more."),
        _("Fill these cells or leave out these official figures."),
    ),
    "raking_negative": Phrase(
        _("Table no. %(number)s of the raking (0: the people) has %(found)s."),
        _("Correct it to 0 or more."),
    ),
    "raking_impossible": Phrase(
        _("The official figures no. %(number)s count people where the projection has none."),
        _("Check that both are for the same place and age groups; no factor makes people out of 0."),
    ),
    "raking_totals_differ": Phrase(
        _("The official figures no. %(number)s add up to %(found)s, the last ones to %(allowed)s."),
        _("Use figures of the same date, place and edition."),
    ),
    "raking_not_reached": Phrase(
        _("After %(found)s rounds the people still do not add up to all official figures."),
        _("Leave out one set of official figures: together they contradict cells in which there is nobody."),
    ),
}
