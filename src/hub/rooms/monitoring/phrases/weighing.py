"""Phrases about weights, aggregation and peers."""

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    # Shares
    "weight_unusable": Phrase(
        _("The weight of %(node)s below %(parent)s is %(found)s."),
        _("Write a finite number, zero or more."),
    ),
    "weights_without_sum": Phrase(
        _("All weights below %(node)s are zero (%(found)s), so they cannot be shared out."),
        _("Give at least one of these nodes a weight above zero."),
    ),
    "child_unknown": Phrase(
        _("“%(found)s” is not one of the nodes that %(node)s is made from."),
        _("Use these: %(allowed)s."),
    ),
    "node_without_siblings": Phrase(
        _("%(node)s is the index; it has no siblings to share weight with."),
        _("Remove it from the table."),
    ),
    "node_not_aggregated": Phrase(
        _("%(node)s is not made from other nodes; it is of the kind “%(found)s”."),
        _("Name the index, an area or a feature."),
    ),
    "places_too_few": Phrase(
        _("%(node)s has %(found)s places with all the values that its weights are worked out from."),
        _("At least %(allowed)s are needed. Impute the gaps, or use equal or given weights."),
    ),
    "child_constant": Phrase(
        _(
            "%(node)s is %(found)s in all places that have a value everywhere below %(parent)s, so it has no correlation."
        ),
        _("Leave the node out, or use equal or given weights."),
    ),
    # Components
    "loading_negative": Phrase(
        _(
            "%(node)s runs against the other nodes below %(parent)s: its loading is %(found)s, and a weight cannot be negative."
        ),
        _("Check its direction, move it to another node, set “squared” to true, or use equal or given weights."),
    ),
    "component_not_unique": Phrase(
        _("The nodes below %(node)s have no first component: two of them are equally strong (eigenvalue %(found)s)."),
        _("Use equal or given weights there."),
    ),
    # Budget allocation
    "budget_unusable": Phrase(
        _("The budget is %(found)s points."),
        _("Write a number above zero, such as 100."),
    ),
    "budget_child_missing": Phrase(
        _("The experts' points for the nodes below %(parent)s do not name %(node)s."),
        _("Add its points, 0 where an expert gave none."),
    ),
    "budget_experts_differ": Phrase(
        _("%(node)s below %(parent)s has the points of %(found)s experts; others there have those of %(allowed)s."),
        _("Give one number for each expert, in the same order for all nodes."),
    ),
    "budget_points_unusable": Phrase(
        _("Expert %(expert)s gave %(node)s below %(parent)s %(found)s points."),
        _("Write a number, zero or more."),
    ),
    "budget_not_spent": Phrase(
        _("The points of expert %(expert)s for the nodes below %(node)s sum to %(found)s."),
        _("They must sum to %(allowed)s; correct them, or set “budget” to what was shared out."),
    ),
    # Pairwise judgements
    "judgement_rows": Phrase(
        _("The judgements about the nodes below %(node)s have rows of %(found)s numbers."),
        _("Write the full matrix or what is right of its diagonal; rows of %(allowed)s numbers."),
    ),
    "judgements_incomplete": Phrase(
        _("Below %(node)s, %(first)s and %(second)s are not compared."),
        _("Say how many times as important one is as the other."),
    ),
    "judgement_unusable": Phrase(
        _("Below %(node)s, %(first)s against %(second)s is judged %(found)s."),
        _("Write a number from %(low)s to %(high)s; 1 means equally important."),
    ),
    "judgement_not_reciprocal": Phrase(
        _("Below %(node)s, %(first)s against %(second)s is judged %(found)s, and the other way round %(other)s."),
        _("Write %(allowed)s for the second, or leave one of the two away."),
    ),
    "judgements_inconsistent": Phrase(
        _(
            "The judgements about the nodes below %(node)s contradict one another: their consistency ratio is %(found)s. "
            "%(first)s against %(second)s fits least: judged %(judged)s, all together imply %(implied)s."
        ),
        _("Reconsider that judgement until the ratio is %(allowed)s or less, or set a higher “limit” and say why."),
    ),
    "judgements_too_many": Phrase(
        _("%(found)s nodes below %(node)s are compared in pairs."),
        _("At most %(allowed)s can be; put some of them under a node of their own."),
    ),
    # Balance
    "importance_missing": Phrase(
        _("The targets of importance do not name %(node)s."),
        _("Name all nodes of the level, or none for equal importance."),
    ),
    # Benefit of the doubt and bounds
    "children_out_of_range": Phrase(
        _("%(node)s is made from %(found)s nodes."),
        _("Benefit of the doubt takes %(low)s to %(high)s."),
    ),
    "share_bounds_inverted": Phrase(
        _("The bounds of the share of %(node)s are %(low)s to %(high)s."),
        _("Write the smaller one first, both between 0 and 1."),
    ),
    "share_bounds_impossible": Phrase(
        _(
            "The bounds of the shares below %(node)s cannot be kept: the lower ones sum to %(low)s, the upper ones to %(high)s."
        ),
        _("Let the lower ones sum to 1 or less and the upper ones to 1 or more."),
    ),
    "share_bounds_length": Phrase(
        _("There are bounds for %(found)s columns of scores."),
        _("Give one lower and one upper bound for each of the %(allowed)s columns."),
    ),
    "doubt_unsolved": Phrase(
        _("No %(found)s weights were found for %(place)s below %(node)s."),
        _("Normalise to a scale that starts well above zero, such as 1 to 100."),
    ),
    # Aggregation
    "power_missing": Phrase(
        _("The step “%(step)s” uses the method “%(method)s” without a power."),
        _("Add “power”: 1 is the arithmetic mean, 0 the geometric, -1 the harmonic."),
    ),
    "power_out_of_range": Phrase(
        _("The power of the generalised mean is %(found)s."),
        _("Write 0, or a number whose size is from %(low)s to %(high)s."),
    ),
    "value_negative": Phrase(
        _("%(child)s of %(place)s is %(found)s; the mean of %(node)s by this power takes no values below zero."),
        _("Normalise to a scale that starts at zero or above, or use the arithmetic mean."),
    ),
    "weighted_node_absent": Phrase(
        _("%(node)s below %(parent)s has a weight but no scores."),
        _("Weigh only what is left in the table."),
    ),
    "own_weights_shape": Phrase(
        _("The weights of places' own for %(node)s are a table of %(found)s."),
        _("It must be %(allowed)s: one row for each place, one column for each node below that is left."),
    ),
    "own_weights_unusable": Phrase(
        _("The own weight of %(place)s for %(child)s below %(node)s is %(found)s."),
        _("Write a finite number, zero or more."),
    ),
    "own_weights_without_mean": Phrase(
        _("%(node)s is made by “%(found)s”, which cannot use these weights of each place's own."),
        _("Use the arithmetic mean there."),
    ),
    # Peers
    "peers_out_of_range": Phrase(
        _("%(found)s nearest neighbours are asked for."),
        _("Write a whole number from %(low)s to %(high)s."),
    ),
    "peers_of_other_places": Phrase(
        _("The peers are of %(found)s places, the scores of %(allowed)s."),
        _("Use peers and scores of the same places, in the same order."),
    ),
    "context_without_variation": Phrase(
        _("None of the %(found)s context variables differs between places."),
        _("Choose variables that tell places apart, such as population or income."),
    ),
    "bounds_not_ascending": Phrase(
        _("The bounds of the size classes are %(found)s."),
        _("Write at least one number, each larger than the one before."),
    ),
    "classes_out_of_range": Phrase(
        _("%(found)s classes are asked for."),
        _("Write a whole number from %(low)s to %(high)s, the number of places with a value."),
    ),
}
