"""Phrases about single years and ages made from groups, and about the national figures of Python packages."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: Mapping[str, Phrase] = {
    "graduation_shape_not_positive": Phrase(
        _("The expected form for single ages has the value %(found)s."),
        _("Give a form that is above 0 at every age."),
    ),
    "abridged_shape_differs": Phrase(
        _("The abridged death rates have %(found)s groups."),
        _("Give the %(allowed)s groups 0, 1–4, 5–9 and so on to 95–99, and 100 and over."),
    ),
    "death_rates_not_positive": Phrase(
        _("A death rate is %(found)s."),
        _(
            "Give rates above 0; where nobody died in a group, take the rate of a larger place or of several years together."
        ),
    ),
    "death_rates_too_high": Phrase(
        _("A death rate is %(found)s deaths per person and year."),
        _("Give rates up to %(allowed)s, and check whether they are meant per thousand."),
    ),
    "moments_not_ascending": Phrase(
        _("The moments of the rates are %(found)s."),
        _("Give two or more, in ascending order, one for each of the %(allowed)s tables."),
    ),
    "expectancy_out_of_reach": Phrase(
        _(
            "Life expectancies from %(found)s cannot be met by moving the death rates by up to %(allowed)s years of improvement."
        ),
        _("Check that the life expectancies are in years and belong to the same country and sex as the rates."),
    ),
    "fertility_groups_differ": Phrase(
        _("Fertility is given for %(found)s groups of age."),
        _("Give the seven groups 15–19 to 45–49, or the nine groups 10–14 to 50–54."),
    ),
    "fertility_shares_unusable": Phrase(
        _("The shares of fertility by age have %(found)s as the lowest value, or are all 0."),
        _("Give shares of 0 or more, at least one of them above 0."),
    ),
    "schedule_out_of_range": Phrase(
        _("The %(parameter)s of the age at childbearing is %(found)s years."),
        _("Write a number from %(low)s to %(high)s."),
    ),
    "income_group_unknown": Phrase(
        _("There are no typical ages at childbearing for the income group “%(found)s”."),
        _("Use one of these, or leave it blank: %(allowed)s."),
    ),
    "pyramid_groups_differ": Phrase(
        _("The pyramid has %(found)s groups of age."),
        _("Give the %(allowed)s groups 0–4 to 95–99, and 100 and over; split an earlier open group first."),
    ),
    "pyramid_negative": Phrase(
        _("The pyramid has %(found)s people in a group."),
        _("Correct it to 0 or more."),
    ),
    "open_group_starts_unusable": Phrase(
        _("The groups of age begin at %(found)s."),
        _("Let them begin at 0 and go on in steps of five, as in %(allowed)s, the last one open."),
    ),
    "open_group_reference_empty": Phrase(
        _(
            "The reference population has %(found)s people aged %(age)s and over, so the open group cannot be split like it."
        ),
        _("Take a reference population that has people at these ages, of the same sex and year."),
    ),
    "residual_pyramids_differ": Phrase(
        _("The two pyramids have the shapes %(found)s where survival has %(allowed)s."),
        _("Give both pyramids by the same sexes and single ages as the survival."),
    ),
    "births_of_years_differ": Phrase(
        _("The births have the shape %(found)s where %(allowed)s is needed."),
        _("Give the births of each year by sex; leave a gap where they are not known."),
    ),
    "known_births_outside": Phrase(
        _("Births are given for the years %(found)s, not all of them within those that the counts of children cover."),
        _("Give births of years from %(low)s to %(high)s."),
    ),
    "years_of_path_differ": Phrase(
        _("The rates and births cover %(found)s years."),
        _(
            "Give %(allowed)s years: from the year of the first pyramid to that of the last, five for each step and one more."
        ),
    ),
    "national_years_missing": Phrase(
        _("The published figures of %(place)s lack the years %(found)s."),
        _("Use a source that has pyramids for every fifth year and rates for every tenth, to 2100."),
    ),
    "national_packages_missing": Phrase(
        _("National figures cannot be read, because these Python packages are not installed: %(found)s."),
        _(
            "Install the optional extra “national”, or fetch the figures from the United Nations. Until then there are none."
        ),
    ),
    "national_file_differs": Phrase(
        _("The file “%(file)s” of an installed package is not laid out as expected: it has %(found)s."),
        _("Install a version of the package whose file has %(allowed)s."),
    ),
}
