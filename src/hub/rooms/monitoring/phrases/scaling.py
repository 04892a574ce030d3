"""Phrases about the treatment of outliers and about normalisation."""

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "choice_unknown": Phrase(
        _("%(parameter)s of the step “%(step)s” is %(found)s."),
        _("Use one of these: %(allowed)s."),
    ),
    "log_not_positive": Phrase(
        _("%(node)s of %(place)s is %(found)s, and only numbers above zero have a logarithm."),
        _("Correct the value, or write another “log” for %(node)s: “log-ct” moves the column above zero first."),
    ),
    "log_gii_maximum_not_positive": Phrase(
        _("The greatest value of %(node)s is %(found)s; the logarithm “log-gii” needs one above zero."),
        _("Write another “log” for %(node)s, such as “log-ct”."),
    ),
    "power_not_positive": Phrase(
        _("%(node)s of %(place)s is %(found)s; Box-Cox needs numbers above zero once the shift is added."),
        _("Correct the value, or write a “shift” for %(node)s that brings it above zero, or another method."),
    ),
    "power_flattens": Phrase(
        _("With the power %(found)s, Box-Cox can no longer tell values of %(node)s apart."),
        _("Write a “power” nearer to zero for %(node)s, or another method."),
    ),
    "pair_expected": Phrase(
        _("%(parameter)s of %(node)s is %(found)s."),
        _("Write two numbers, the smaller one first: [0, 100]."),
    ),
    "range_inverted": Phrase(
        _("The range of the step “%(step)s” is inside out: %(low)s to %(high)s."),
        _("Write the smaller number as “low”."),
    ),
    "deviation_not_positive": Phrase(
        _("The deviation of the step “%(step)s” is %(found)s."),
        _("Write a number above zero."),
    ),
    "scale_limits_missing": Phrase(
        _("There are no limits for %(node)s."),
        _("Add them to “limits” of the step “normalise”."),
    ),
    "scale_limits_inverted": Phrase(
        _("The limits of %(node)s are inside out: %(low)s to %(high)s."),
        _("Write the smaller one first."),
    ),
    "target_missing": Phrase(
        _("There is no target for %(node)s."),
        _("Add it to “targets” of the step “normalise”, in the unit of the indicator."),
    ),
    "target_not_ahead": Phrase(
        _("The target of %(node)s is %(found)s, which is no better than the worst place (%(worst)s)."),
        _("Correct the target or the direction, or write another method for %(node)s."),
    ),
    "reference_missing": Phrase(
        _("No reference place is named for %(node)s."),
        _("Write the code of a place as “reference” of the step “normalise”."),
    ),
    "reference_unknown": Phrase(
        _("The reference place “%(found)s” of %(node)s is not among the places that are scored."),
        _("Write the code of a place that is."),
    ),
    "reference_without_value": Phrase(
        _("The reference place %(place)s has no value for %(node)s."),
        _("Choose another place, impute the value, or write another method for %(node)s."),
    ),
    "reference_is_worst": Phrase(
        _("The reference place %(place)s has the worst value of all for %(node)s (%(found)s): there is no way to it."),
        _("Choose another place, or write another method for %(node)s."),
    ),
    "method_not_frozen": Phrase(
        _("%(node)s is normalised by “%(found)s”, which has no scale that could be kept for another edition."),
        _("Use one of these: %(allowed)s."),
    ),
    "frozen_node_missing": Phrase(
        _("The edition whose scale is kept has no scale for %(node)s."),
        _("Leave the indicator out, or give it goalposts and do not keep its scale."),
    ),
    "frozen_scale_differs": Phrase(
        _("In the edition whose scale is kept, %(parameter)s of %(node)s was %(found)s; now it is %(allowed)s."),
        _("Use the same in both editions."),
    ),
    "frozen_value_missing": Phrase(
        _("The scale that is kept does not say %(parameter)s of %(node)s."),
        _("Take the scale from a finished run of that edition."),
    ),
}
