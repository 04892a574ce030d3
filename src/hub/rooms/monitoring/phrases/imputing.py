"""Phrases about filling gaps: its methods, hold-out tests, and what gaps go with."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: Mapping[str, Phrase] = {
    "imputation_empty": Phrase(
        _("No method is named by which gaps are to be filled."),
        _("Name at least one of these: %(allowed)s. To leave gaps as they are, write “none”."),
    ),
    "imputation_input_missing": Phrase(
        _("The imputation by “%(method)s” needs %(parameter)s, and there are none."),
        _("Add them, or use a method that does not need them."),
    ),
    "imputation_length_differs": Phrase(
        _("The imputation was given %(found)s entries of %(parameter)s where the table has %(allowed)s."),
        _("Give one entry for each place or node of the table, in its order."),
    ),
    "imputation_option_unknown": Phrase(
        _("The imputation does not know “%(found)s” for %(parameter)s."),
        _("Use one of these: %(allowed)s."),
    ),
    "imputation_count_out_of_range": Phrase(
        _("%(parameter)s of the imputation is %(found)s."),
        _("Write a whole number from %(low)s to %(high)s."),
    ),
    "history_shape_differs": Phrase(
        _("The history has the shape %(found)s, but its years, places and nodes make %(allowed)s."),
        _("Give one value, or a gap, for every year, place and node."),
    ),
    "editions_out_of_order": Phrase(
        _("In the history the year %(found)s comes after %(before)s."),
        _("Put the editions in the order of their years, each year once."),
    ),
    "edition_unknown": Phrase(
        _("The history has no edition %(found)s."),
        _("Use one of these: %(allowed)s."),
    ),
    "hold_out_empty": Phrase(
        _("No indicator has the %(allowed)s values that are needed to hide one of them for a test."),
        _("Test the imputation on a table with more values."),
    ),
    "place_not_in_table": Phrase(
        _("The table has no place “%(place)s”."),
        _("Correct the code of the place."),
    ),
    "span_out_of_range": Phrase(
        _("The span of the shift is %(found)s standard deviations."),
        _("Write a number above %(low)s and up to %(high)s."),
    ),
    "association_too_few": Phrase(
        _("There are too few places to say whether gaps go with it."),
        _("Compare at least five places, in two groups or more."),
    ),
    "association_constant": Phrase(
        _("Gaps, or what they are compared with, are the same for all places, so nothing can go with them."),
        _("There is nothing to do."),
    ),
}
