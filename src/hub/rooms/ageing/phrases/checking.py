"""Phrases about the checks of a city's population."""

# ruff: noqa: E501 - a sentence stands on one line, however long

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: Mapping[str, Phrase] = {
    "group_without_figure": Phrase(
        _("There is no figure for the ages %(group)s."),
        _("Enter it if it is known. Until then it is estimated from its neighbours and the total."),
    ),
    "gap_filled": Phrase(
        _(
            "The ages %(group)s have no figure; %(filled)s persons were put in from the neighbouring groups and the total."
        ),
        _("Enter the figure; every result rests on the estimate until then."),
    ),
    "persons_negative": Phrase(
        _("The number of persons is below zero: %(found)s. It is taken as a gap."),
        _("Correct the figure."),
    ),
    "persons_fractional": Phrase(
        _("%(found)s is not a whole number of persons."),
        _("Nothing has to be done if the figures are estimates."),
    ),
    "total_differs": Phrase(
        _("The stated total is %(found)s, but the ages add up to %(allowed)s (difference %(difference)s)."),
        _("Correct the total or one of the ages. The ages are used, not the total."),
    ),
    "districts_differ": Phrase(
        _("For the city as a whole %(found)s persons are stated, but its districts add up to %(allowed)s (%(date)s)."),
        _("Look for a missing district, or for people counted without one."),
    ),
    "district_not_in_all_dates": Phrase(
        _("The district “%(found)s” has no figures for %(dates)s."),
        _("Add them, or say which districts it was part of then."),
    ),
    "sexes_not_told_apart": Phrase(
        _("The table does not tell the sexes apart."),
        _("Send men and women separately if possible; until then they are split as in the country."),
    ),
    "sexes_look_exchanged": Phrase(
        _("There are more men than women in old age and fewer boys than girls: the sexes may be exchanged."),
        _("Check the headings of the two columns."),
    ),
    "sex_ratio_unusual": Phrase(
        _("At the ages %(group)s there are %(found)s men for 100 women; %(allowed)s is usual."),
        _(
            "Check both figures. A garrison, a university or much labour migration can explain it; then nothing has to be done."
        ),
    ),
    "ages_heaped": Phrase(
        _("Ages that end in 0 or 5 are too many: Whipple's index is %(found)s, and %(allowed)s or less is fair."),
        _("Use five-year groups, and do not read single ages from this source."),
    ),
    "cohort_ratio_unusual": Phrase(
        _(
            "The people aged %(group)s on %(date)s are %(found)s times those of the same years of birth on %(earlier)s; %(allowed)s is usual."
        ),
        _("Check both figures. Students or new housing can explain it; then nothing has to be done."),
    ),
    "cohorts_not_comparable": Phrase(
        _("The two dates are %(found)s years apart, which the age groups cannot follow."),
        _("Nothing has to be done. Single years of age would make the comparison possible."),
    ),
    "boundary_may_have_moved": Phrase(
        _(
            "From %(date)s to %(later)s even people in the ages at which few move changed by the factor %(factor)s (all ages: %(allowed)s to %(found)s): the boundary may have moved."
        ),
        _("Send both dates for the same area, or use only the later one."),
    ),
    "date_in_future": Phrase(
        _("The reference date %(found)s is after today, %(allowed)s."),
        _("Correct the date. Projected figures are no base for a projection."),
    ),
    "date_too_early": Phrase(
        _("The reference date %(found)s is before %(allowed)s."),
        _("Correct the date."),
    ),
    "date_long_ago": Phrase(
        _("The last figures are of %(found)s; a projection from there is unsure before it reaches today."),
        _("Send newer figures if there are any."),
    ),
    "unknown_spread": Phrase(
        _("%(found)s persons of unknown age (%(share)s %%) were given to all ages in proportion."),
        _("Nothing has to be done. If they are mostly children or old people, correct that at the source."),
    ),
    "unknown_not_spread": Phrase(
        _("%(found)s persons of unknown age could not be given to the ages, because ages have gaps or nobody in them."),
        _("Enter the missing figures first."),
    ),
    "single_ages_absent": Phrase(
        _("The index of age heaping needs %(allowed)s single ages; there are %(found)s."),
        _("Use a table of single ages."),
    ),
    "city_table_shape_differs": Phrase(
        _(
            "In the table of a city %(parameter)s has the shape %(found)s, but its dates, districts, sexes and ages make %(allowed)s."
        ),
        _("Give one value, or a gap, for each."),
    ),
    "groups_not_nested": Phrase(
        _("The age groups that begin at %(found)s cannot be made of those that begin at %(allowed)s."),
        _("Begin the new groups where groups of the table begin."),
    ),
    "tables_absent": Phrase(
        _("There is no table to join."),
        _("Send at least one table of population by age."),
    ),
    "sexes_differ": Phrase(
        _("The tables tell the sexes apart in different ways: %(found)s."),
        _("Send tables that all have both sexes, or all do not."),
    ),
    "date_repeated": Phrase(
        _("Two tables are of the same date: %(found)s."),
        _("Keep one table for each date."),
    ),
    "date_unknown": Phrase(
        _("There is no date number %(found)s; the dates are %(allowed)s."),
        _("Use one of them."),
    ),
}
