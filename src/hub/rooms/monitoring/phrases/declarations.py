"""Phrases about recipes, frameworks and mappings."""

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "node_code_invalid": Phrase(
        _("The code “%(node)s” (%(key)s) holds characters that are not allowed."),
        _("Use 1 to 32 of these characters: %(allowed)s."),
    ),
    "framework_status_unknown": Phrase(
        _("The status “%(found)s” of the framework is not known."),
        _("Use one of these: %(allowed)s."),
    ),
    "source_kind_unknown": Phrase(
        _("The kind of source “%(found)s” of %(node)s is not known."),
        _("Use one of these: %(allowed)s."),
    ),
    "unit_unknown": Phrase(
        _("The unit “%(found)s” of %(node)s is not declared."),
        _("Declare it under [units], or use one of these: %(allowed)s."),
    ),
    "kind_unknown": Phrase(
        _("The kind “%(found)s” of %(node)s is not known."),
        _("Use one of these: %(allowed)s."),
    ),
    "node_duplicated": Phrase(
        _("Two nodes have the code %(node)s."),
        _("Give one of them another code."),
    ),
    "index_missing": Phrase(
        _("The framework has no index."),
        _("Add the table [index] with its names."),
    ),
    "index_repeated": Phrase(
        _("The framework has more than one index: %(found)s."),
        _("Keep one and put the others below it."),
    ),
    "parent_unknown": Phrase(
        _("The parent “%(parent)s” of %(node)s does not exist."),
        _("Correct the parent's code, or add that node."),
    ),
    "node_below_indicator": Phrase(
        _("%(node)s stands below %(parent)s, which is an indicator."),
        _("Put it below an area or a feature."),
    ),
    "tree_cycle": Phrase(
        _("%(node)s is its own ancestor: %(path)s."),
        _("Correct one of the parents on this way."),
    ),
    "node_childless": Phrase(
        _("Nothing stands below %(node)s."),
        _("Put an indicator below it, or remove it."),
    ),
    "weight_not_positive": Phrase(
        _("The weight of %(node)s is %(found)s."),
        _("Write a number above zero. To leave a node out, remove it."),
    ),
    "limits_inverted": Phrase(
        _("The limits of %(node)s are inside out: %(low)s to %(high)s."),
        _("Write the smaller number as “low”."),
    ),
    "direction_unknown": Phrase(
        _("The direction of %(node)s is %(found)s."),
        _("Write 1 where more is better and -1 where less is better."),
    ),
    "denominator_unknown": Phrase(
        _("The denominator “%(denominator)s” of %(node)s is not declared."),
        _("Declare it under [[denominators]]."),
    ),
    "node_unknown": Phrase(
        _("“%(node)s” is not in the framework %(framework)s."),
        _("Correct the code."),
    ),
    "mapping_role_unknown": Phrase(
        _("“%(found)s” in [mapping] is not something that an observation has."),
        _("Use one of these: %(allowed)s."),
    ),
    "mapping_role_missing": Phrase(
        _("[mapping] does not say which column is the %(role)s."),
        _("Add it."),
    ),
    "mapping_column_unreadable": Phrase(
        _("[mapping] gives %(found)s for %(role)s."),
        _('Write the heading of a column, or { constant = "text" }.'),
    ),
    "mapping_status_unknown": Phrase(
        _("[mapping.statuses] turns “%(text)s” into “%(found)s”, which is not known."),
        _("Use one of these: %(allowed)s."),
    ),
    "pattern_unreadable": Phrase(
        _("The pattern %(found)s cannot be read: %(reason)s"),
        _("Correct the regular expression."),
    ),
    "vintage_rule_unknown": Phrase(
        _("The vintage rule “%(found)s” is not known."),
        _("Use one of these: %(allowed)s."),
    ),
    "maximum_age_out_of_range": Phrase(
        _("The maximum age is %(found)s years."),
        _("Write a number above %(low)s and up to %(high)s."),
    ),
    "change_dates_out_of_order": Phrase(
        _("[change] compares %(earlier)s with %(later)s in an edition of %(date)s."),
        _("Write the earlier day first, and none after the date of the edition."),
    ),
    "retired_rule_unknown": Phrase(
        _("The rule “%(found)s” for retired places is not known."),
        _("Use one of these: %(allowed)s."),
    ),
    "grouping_unknown": Phrase(
        _("The step “%(step)s” uses the grouping “%(found)s”, which the recipe does not declare."),
        _("Use one of these: %(allowed)s."),
    ),
    "group_duplicated": Phrase(
        _("Two groups have the code “%(found)s”."),
        _("Give one of them another code; codes are unique over all groupings."),
    ),
    "level_unknown": Phrase(
        _("“%(found)s” in %(parameter)s of the step “%(step)s” is not a level."),
        _("Use one of these: %(allowed)s."),
    ),
    "parameter_not_number": Phrase(
        _("%(parameter)s of the step “%(step)s” is %(found)s."),
        _("Write a number."),
    ),
    "parameter_not_whole": Phrase(
        _("%(parameter)s of the step “%(step)s” is %(found)s."),
        _("Write a whole number, zero or more."),
    ),
    "parameter_missing": Phrase(
        _("The step “%(step)s” by “%(method)s” does not say its %(parameter)s."),
        _("Add it."),
    ),
    "parameter_unknown": Phrase(
        _("The step “%(step)s” by “%(method)s” does not know “%(found)s”."),
        _("Use one of these: %(allowed)s."),
    ),
    "share_out_of_range": Phrase(
        _("%(parameter)s of the step “%(step)s” is %(found)s."),
        _("Write a share from %(low)s to %(high)s."),
    ),
    "step_unknown": Phrase(
        _("The step “%(found)s” is not known."),
        _("Use one of these: %(allowed)s."),
    ),
    "method_unknown": Phrase(
        _("The step “%(step)s” does not know the method “%(found)s”."),
        _("Use one of these: %(allowed)s."),
    ),
    "step_repeated": Phrase(
        _("The step “%(step)s” is declared twice."),
        _("Remove one of the two."),
    ),
    "step_out_of_order": Phrase(
        _("The step “%(step)s” comes before “%(needed)s”, which it needs."),
        _("Exchange the two."),
    ),
    "step_too_late": Phrase(
        _("The step “%(step)s” comes after “%(after)s”."),
        _("Move it before that step: it works on values in their own unit."),
    ),
    "step_missing": Phrase(
        _("The recipe has no step “%(step)s”."),
        _("Add it."),
    ),
    "rank_without_uncertainty": Phrase(
        _("The recipe ranks places but does not say how uncertain the ranks are."),
        _("Add the step “uncertainty”: no ranks are given without the band in which they move."),
    ),
    "step_not_done": Phrase(
        _("This run has no step “%(step)s”."),
        _("Use one of these: %(allowed)s."),
    ),
}
