"""Phrases about the checks of submitted figures, and about answering them."""

# ruff: noqa: E501 - a sentence stands on one line, however long

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "value_breaks_history": Phrase(
        _(
            "%(place)s, %(indicator)s, %(period)s: the value changes from %(before)s to %(found)s, far more than this place has changed before; from %(low)s to %(high)s would be usual."
        ),
        _("Please confirm or correct it."),
    ),
    "value_far_from_group": Phrase(
        _(
            "%(place)s, %(indicator)s, %(period)s: %(found)s is far from the median of the places in the group %(group)s, %(median)s."
        ),
        _("Please confirm or correct it."),
    ),
    "share_as_fraction": Phrase(
        _(
            "%(place)s, %(indicator)s, %(period)s: %(found)s looks like a share written as a fraction; from %(low)s to %(high)s was expected."
        ),
        _("Write the share in the unit of the indicator, or confirm the value."),
    ),
    "value_scaled_down": Phrase(
        _(
            "%(place)s, %(indicator)s, %(period)s: %(found)s is about %(factor)s times smaller than expected, %(low)s to %(high)s; it may be in another unit."
        ),
        _("Write the value in the unit of the indicator, or confirm it."),
    ),
    "value_scaled_up": Phrase(
        _(
            "%(place)s, %(indicator)s, %(period)s: %(found)s is about %(factor)s times larger than expected, %(low)s to %(high)s; it may be in another unit."
        ),
        _("Write the value in the unit of the indicator, or confirm it."),
    ),
    "value_not_whole": Phrase(
        _("%(place)s, %(indicator)s, %(period)s: %(found)s is not a whole number, but the indicator counts."),
        _("Write the whole number, or confirm that it was estimated."),
    ),
    "sum_differs": Phrase(
        _("%(place)s, %(indicator)s, %(period)s: the total is %(found)s, but its parts (%(parts)s) add up to %(sum)s."),
        _("Correct the total or a part, or say why they differ."),
    ),
    "period_too_early": Phrase(
        _("%(place)s, %(indicator)s: the period %(found)s ends before %(allowed)s, so the round does not use it."),
        _("Check the period, or send a newer value if there is one."),
    ),
    "period_too_late": Phrase(
        _("%(place)s, %(indicator)s: the period %(found)s ends after %(allowed)s, so the round does not use it."),
        _("Check the period, or send an older value if there is one."),
    ),
    "cell_repeated": Phrase(
        _(
            "%(place)s, %(indicator)s, %(period)s: the same value was stated before, in row %(first)s of %(first_file)s."
        ),
        _("Remove one of the two."),
    ),
    "cell_contradicted": Phrase(
        _(
            "%(place)s, %(indicator)s, %(period)s: %(found)s contradicts the value %(before)s in row %(first)s of %(first_file)s."
        ),
        _("Keep the one that is right."),
    ),
    "sum_node_unknown": Phrase(
        _("The sum %(node)s cannot be checked: it has no parts, or names indicators that are not known (%(found)s)."),
        _("Write codes of indicators, such as %(allowed)s."),
    ),
    "sum_node_repeated": Phrase(
        _("The sum %(node)s names an indicator twice: %(found)s."),
        _("Write the total once and every part once."),
    ),
    "sum_tolerance_out_of_range": Phrase(
        _("The tolerance of the sum %(node)s is %(found)s."),
        _("Write a share from 0 up to, but not including, 1."),
    ),
    "question_unknown": Phrase(
        _("This question is not asked any more; the figure has changed since."),
        _("Look at the questions again."),
    ),
    "answer_not_allowed": Phrase(
        _("You may not answer for the place “%(place)s”."),
        _("Ask the people who run the round to name you for it."),
    ),
    "verdict_unknown": Phrase(
        _("“%(found)s” is not an answer."),
        _("Use one of these: %(allowed)s."),
    ),
    "comment_missing": Phrase(
        _("The answer does not say why the figure is correct."),
        _("Write one or two sentences."),
    ),
    "comment_too_long": Phrase(
        _("The comment has %(found)s characters."),
        _("Write at most %(allowed)s."),
    ),
}
