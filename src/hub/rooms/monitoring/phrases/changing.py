"""Phrases about sensitivity and about change between editions."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "sensitivity_levels_too_few": Phrase(
        _("The uncertain choice “%(factor)s” has %(found)s alternatives."),
        _("Give it at least %(allowed)s, or remove it."),
    ),
    "sensitivity_probabilities_count": Phrase(
        _("The uncertain choice “%(factor)s” has %(allowed)s alternatives and %(found)s probabilities."),
        _("Write one probability for each alternative, or none at all if they are equally likely."),
    ),
    "sensitivity_probability_not_positive": Phrase(
        _("Probability number %(level)s of “%(factor)s” is %(found)s."),
        _("Write a number above zero, or remove the alternative that cannot happen."),
    ),
    "sensitivity_probabilities_sum": Phrase(
        _("The probabilities of “%(factor)s” add up to %(found)s instead of %(allowed)s."),
        _("Divide each of them by their sum."),
    ),
    "sensitivity_names_absent": Phrase(
        _("The sensitivity analysis names nothing of this kind: %(kind)s."),
        _("Name at least one uncertain choice (factor) and one result (output)."),
    ),
    "sensitivity_name_repeated": Phrase(
        _("The sensitivity analysis names “%(found)s” twice (%(kind)s)."),
        _("Give one of the two another name, or remove it."),
    ),
    "sensitivity_shape_wrong": Phrase(
        _("The table of runs has the shape %(found)s; %(allowed)s is needed."),
        _("Give one row for each run of the design, in its order, and one column for each name."),
    ),
    "sensitivity_value_infinite": Phrase(
        _("The result “%(output)s” of run %(run)s is %(found)s."),
        _("Correct the step that made it, or leave the cell empty."),
    ),
    "sensitivity_factors_too_many": Phrase(
        _("There are %(found)s uncertain choices; all their subsets are worked out for at most %(allowed)s."),
        _("Join or remove some of them, or use first-order and total indices only."),
    ),
    "sensitivity_subsets_incomplete": Phrase(
        _("%(found)s subsets were given, which is not every subset of one or more uncertain choices."),
        _("Give two rows for one choice, four for two, eight for three, and so on."),
    ),
    "sensitivity_choices_ambiguous": Phrase(
        _(
            "Runs %(other)s and %(run)s made the same choices but gave %(allowed)s and %(found)s for “%(output)s”: "
            "something varied that is not among the choices."
        ),
        _("Add it as a choice, or hold it fixed in all runs."),
    ),
    "sensitivity_rows_not_power": Phrase(
        _("The sample has %(found)s rows."),
        _("Write a power of two (such as 256, 512 or 1024) from %(low)s to %(high)s."),
    ),
    "sensitivity_uniform_outside": Phrase(
        _("The number for “%(factor)s” in run %(run)s is %(found)s."),
        _("Write a number from 0 up to, but not including, 1."),
    ),
    "sensitivity_resamples_out_of_range": Phrase(
        _("%(found)s resamples were asked for."),
        _("Write a whole number from %(low)s to %(high)s."),
    ),
    "sensitivity_coverage_out_of_range": Phrase(
        _("The coverage of the intervals is %(found)s."),
        _("Write a share above %(low)s and below %(high)s, such as 0.9."),
    ),
    "change_place_repeated": Phrase(
        _("The place %(place)s stands twice in the scores of the stage “%(stage)s”."),
        _("Keep one of the two rows."),
    ),
    "change_node_repeated": Phrase(
        _("The node %(node)s stands twice in the scores of the stage “%(stage)s”."),
        _("Keep one of the two columns."),
    ),
    "change_shape_wrong": Phrase(
        _("The scores of the stage “%(stage)s” have the shape %(found)s; %(allowed)s is needed."),
        _("Give one row for each place and one column for each node."),
    ),
    "change_score_infinite": Phrase(
        _("The score of %(place)s for %(node)s is %(found)s at the stage “%(stage)s”."),
        _("Correct the step that made it, or leave the cell empty."),
    ),
    "change_places_apart": Phrase(
        _("None of the %(found)s places of the new edition is among the %(earlier)s of the earlier one."),
        _("Check that both editions use the same place codes."),
    ),
    "change_nodes_apart": Phrase(
        _("None of the %(found)s nodes of the new edition is among the %(earlier)s of the earlier one."),
        _("Check that both editions use the same node codes."),
    ),
    "change_place_missing": Phrase(
        _("The place %(place)s is in both editions but not in the stage “%(stage)s”."),
        _("Add its row; leave cells empty where it has no score."),
    ),
    "change_node_missing": Phrase(
        _("The node %(node)s is in both editions but not in the stage “%(stage)s”."),
        _("Add its column; leave cells empty where there is no score."),
    ),
    "change_band_shape": Phrase(
        _("The rank bands have the shape %(found)s; %(allowed)s is needed."),
        _("Give one lower and one upper end for each place."),
    ),
    "change_band_inverted": Phrase(
        _("The rank band of %(place)s is inside out: %(low)s to %(high)s."),
        _("Write the smaller rank as the lower end."),
    ),
}

REASONS: dict[str, Promise | str] = {
    "output_incomplete": _("It has no value in %(missing)s of %(of)s runs, so its variance cannot be shared out."),
    "output_constant": _("It is %(found)s in all %(of)s runs: no choice moves it."),
    "interval_unresolved": _("It moves in too few of the %(rows)s rows of the sample for an interval."),
    "change_revision_unknown": _(
        "Only one delivery of the earlier data exists, so what was revised since then is not known."
    ),
    "change_place_entered": _("It was not among the places of the earlier edition."),
    "change_place_left": _("It is not among the places of the new edition."),
    "change_gap_before": _("It had no score in the earlier edition."),
    "change_gap_revised": _("It has no score for the earlier period with the revised data."),
    "change_gap_same_scale": _("Its new values give no score on the scale of the earlier edition."),
    "change_gap_new_peers": _("It has no score by the earlier method on the scale of the new places."),
    "change_gap_after": _("It has no score in the new edition."),
}

EFFECT_NAMES: dict[str, Promise | str] = {
    "revision": _("earlier data revised"),
    "data": _("new data"),
    "peers": _("other places and the scale they set"),
    "method": _("changed method"),
    "membership": _("places that entered or left"),
}

VERDICT_NAMES: dict[str, Promise | str] = {
    "clearly_up": _("clearly up"),
    "clearly_down": _("clearly down"),
    "within_noise": _("within the noise"),
    "band_unknown": _("no rank band"),
}
