"""Phrases about the files that people send."""

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "column_missing": Phrase(
        _("The column “%(allowed)s” is missing. Columns found: %(found)s."),
        _("Add the column, or correct its heading."),
    ),
    "observations_absent": Phrase(
        _("None of the files holds observations."),
        _("Send a table with the columns for place, indicator, period and value."),
    ),
    "code_empty": Phrase(
        _("The code is missing."),
        _("Enter the code."),
    ),
    "code_padded": Phrase(
        _("The code “%(found)s” begins or ends with a blank."),
        _("Remove the blank."),
    ),
    "code_too_long": Phrase(
        _("The code “%(found)s” is longer than %(allowed)s characters."),
        _("Enter the code, not the name."),
    ),
    "code_invalid": Phrase(
        _("The code “%(found)s” holds characters that are not allowed."),
        _("Use only these characters: %(allowed)s."),
    ),
    "place_unknown": Phrase(
        _("The place “%(found)s” is not in the list of places. Nearest: %(allowed)s."),
        _("Correct the code, or add the place to the list of places."),
    ),
    "place_duplicated": Phrase(
        _("The place “%(found)s” is listed twice; first in row %(first)s."),
        _("Remove one of the rows."),
    ),
    "place_retired": Phrase(
        _("The notes say that the code %(found)s ended in %(since)s and was replaced by %(successors)s."),
        _("Nothing has to be done; its observations are kept, and its successors are scored."),
    ),
    "place_unnamed": Phrase(
        _("The place “%(found)s” has no name."),
        _("Enter its name."),
    ),
    "indicator_unknown": Phrase(
        _("The indicator “%(found)s” is not in the framework. Nearest: %(allowed)s."),
        _("Correct the code."),
    ),
    "period_unreadable": Phrase(
        _("The period “%(found)s” cannot be read."),
        _("Write it like one of these: %(allowed)s."),
    ),
    "period_in_future": Phrase(
        _("The period “%(found)s” starts after %(allowed)s, so it cannot have been observed."),
        _("Correct the period."),
    ),
    "status_unknown": Phrase(
        _("The status “%(found)s” is not known."),
        _("Use one of these, or leave the cell empty: %(allowed)s."),
    ),
    "action_unsupported": Phrase(
        _("The action “%(found)s” would delete observations, which a file cannot do here."),
        _("Use one of these: %(allowed)s. To withdraw a value, ask the people who run the round."),
    ),
    "decimal_comma": Phrase(
        _("“%(found)s” has a comma as its decimal mark."),
        _("Write a point instead."),
    ),
    "thousands_separator": Phrase(
        _("“%(found)s” has separators between the thousands."),
        _("Write the number without them."),
    ),
    "percent_sign": Phrase(
        _("“%(found)s” has a percent sign."),
        _("Write the number without it, in the unit of the indicator."),
    ),
    "value_not_finite": Phrase(
        _("“%(found)s” is not a finite number."),
        _("Leave the cell empty and give a status where there is no value."),
    ),
    "value_padded": Phrase(
        _("“%(found)s” begins or ends with a blank."),
        _("Remove the blank."),
    ),
    "digits_not_ascii": Phrase(
        _("“%(found)s” is written with digits or marks that cannot be read."),
        _("Write the digits 0 to 9, with a point as the decimal mark."),
    ),
    "value_not_number": Phrase(
        _("“%(found)s” is not a number."),
        _("Enter a number with a point as the decimal mark, or leave the cell empty and give a status."),
    ),
    "value_out_of_range": Phrase(
        _("%(found)s is outside what is possible for the indicator %(indicator)s: %(allowed)s."),
        _("Check the value and its unit."),
    ),
    "value_outside_interval": Phrase(
        _("The value lies outside its own interval (low – value – high: %(found)s)."),
        _("Check the three numbers."),
    ),
    "interval_inverted": Phrase(
        _("The low end of the interval is above the high end (low – value – high: %(found)s)."),
        _("Exchange or correct the two."),
    ),
    "interval_half": Phrase(
        _("Only one end of the interval is given."),
        _("Give both ends, or neither."),
    ),
    "interval_without_value": Phrase(
        _("An interval is given without a value."),
        _("Give the value, or remove the interval."),
    ),
    "value_with_missing_status": Phrase(
        _("The value %(found)s stands beside the status “%(status)s”, which says that there is none."),
        _("Remove the value, or change the status."),
    ),
    "value_missing_for_status": Phrase(
        _("There is no value, but the status “%(status)s” says that there is one."),
        _("Enter the value, or change the status to “not-available”."),
    ),
    "key_duplicated": Phrase(
        _(
            "A second row for the same place, indicator and period (%(found)s); the first is row %(first)s of %(first_file)s."
        ),
        _("Remove one of the two."),
    ),
    "value_jumps": Phrase(
        _(
            "%(place)s, %(indicator)s, %(period)s: the value changes from %(before)s to %(found)s, far more than other places change."
        ),
        _("Please confirm or correct it."),
    ),
    "value_far_from_peers": Phrase(
        _("%(place)s, %(indicator)s, %(period)s: %(found)s is far from the median of all places, %(median)s."),
        _("Please confirm or correct it."),
    ),
    "indicator_not_in_framework": Phrase(
        _("The table of indicators lists “%(found)s”, which the framework does not have."),
        _("Nothing has to be done; the framework counts."),
    ),
    "indicator_not_in_table": Phrase(
        _("The framework's indicator “%(found)s” is not in the table of indicators."),
        _("Nothing has to be done; the framework counts."),
    ),
    "direction_differs": Phrase(
        _("The table gives the direction %(found)s for %(indicator)s; the framework says %(allowed)s."),
        _("Nothing has to be done; the framework counts. Correct the one that is wrong."),
    ),
}
