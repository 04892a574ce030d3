"""Phrases about the tables of an index: COINr's two, our own three, designs and sets of weights."""

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "type_unknown": Phrase(
        _("The type of %(node)s is “%(found)s”."),
        _("Write one of these: %(allowed)s."),
    ),
    "node_kind_unknown": Phrase(
        _("The kind of %(node)s is “%(found)s”."),
        _("Write one of these: %(allowed)s."),
    ),
    "node_repeated": Phrase(
        _("The code “%(found)s” is given twice; first in row %(first)s."),
        _("Give one of the two another code, or remove its row."),
    ),
    "node_parent_unknown": Phrase(
        _("The parent of %(node)s is “%(found)s”, which is no index, area or feature of this table."),
        _("Write the code of one of these: %(allowed)s."),
    ),
    "node_in_circle": Phrase(
        _("%(node)s is its own ancestor: %(found)s."),
        _("Correct one of the parents on this way."),
    ),
    "node_without_children": Phrase(
        _("Nothing stands below %(found)s."),
        _("Name it as the parent of an indicator or of another node, or remove its row."),
    ),
    "index_count_wrong": Phrase(
        _("The table has %(found)s nodes at the top."),
        _("Keep exactly one index, and put everything else below it."),
    ),
    "node_level_unusable": Phrase(
        _("The level of %(node)s is “%(found)s”."),
        _("Write a whole number: 1 for an indicator, more for what stands above it."),
    ),
    "node_level_not_below": Phrase(
        _("%(node)s is on level %(found)s, but its parent %(parent)s is on level %(allowed)s."),
        _("Give the parent a higher level than its children."),
    ),
    "node_direction_unknown": Phrase(
        _("The direction of %(node)s is “%(found)s”."),
        _("Write 1 where more is better and -1 where less is better."),
    ),
    "node_weight_unusable": Phrase(
        _("The weight of %(node)s is “%(found)s”."),
        _("Write a number above zero. To leave a node out, remove its row."),
    ),
    "node_limits_inverted": Phrase(
        _("The limits of %(node)s are inside out: %(found)s."),
        _("Write the smaller number under “low”."),
    ),
    "node_denominator_unknown": Phrase(
        _("%(node)s is to be divided by “%(found)s”, which this table does not declare as a denominator."),
        _("Add a row for it, or write one of these: %(allowed)s."),
    ),
    "node_column_missing": Phrase(
        _("“%(node)s” is declared in row %(declared)s of %(declaration)s but has no column."),
        _("Add a column of that name, or remove the row."),
    ),
    "column_not_declared": Phrase(
        _("The column “%(found)s” is not declared in %(declaration)s."),
        _("Add a row for it there (Type Other keeps it out of the index), or remove the column."),
    ),
    "place_period_repeated": Phrase(
        _("A second row for %(found)s; the first is row %(first)s."),
        _("Remove one of the rows."),
    ),
    "period_absent": Phrase(
        _("The table has no column “Time”, and no year was given."),
        _("Add the column with a year in each row, or write [edition] with a date in the recipe."),
    ),
    "index_inputs_mixed": Phrase(
        _("These tables do not make one index: %(found)s."),
        _("Give either --data and --indicators, or --idata and --imeta."),
    ),
    "design_choice_unknown": Phrase(
        _("“%(found)s” is not one of the alternatives that the recipe gives."),
        _("Write one of these: %(allowed)s; or add it to the step “uncertainty” of the recipe."),
    ),
    "weight_set_node_missing": Phrase(
        _("The sets of weights have no row for %(node)s."),
        _("Add it; the weights of its siblings say nothing without it."),
    ),
    "weight_set_node_unknown": Phrase(
        _("“%(found)s” has no weight in this index."),
        _("Remove the row, or correct its code; these are left: %(allowed)s."),
    ),
    "weight_set_unusable": Phrase(
        _("The weight of %(node)s is “%(found)s”."),
        _("Write a number that is not negative."),
    ),
    "weight_sets_absent": Phrase(
        _("The table has no column of weights; columns found: %(found)s."),
        _("Add one column for each set, named %(allowed)s."),
    ),
}
