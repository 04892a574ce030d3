"""Phrases about statistics, correlations, leave-one-out and the statistical audit: its findings and its verdicts."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PROBLEMS: Mapping[str, Phrase] = {
    "table_without_places": Phrase(
        _("The table has no places, so its columns have no statistics."),
        _("Check which places the round and the screening keep."),
    ),
    "table_without_indicators": Phrase(
        _("The table holds no indicator of the framework %(framework)s."),
        _("Give a table whose columns are indicators of this framework."),
    ),
    "node_not_in_table": Phrase(
        _("The table has no column %(node)s; it has %(found)s columns."),
        _("Correct the code, or give the table of a step that still has it."),
    ),
    "element_cannot_be_left_out": Phrase(
        _("%(node)s cannot be left out of the index: its weight is %(found)s, or it is the index itself."),
        _("Name a node below the index that has a weight and values."),
    ),
    "unusable_without": Phrase(
        _(
            "Without %(element)s, %(child)s is %(found)s for %(place)s, and the mean of %(node)s needs a number above zero."
        ),
        _(
            "Normalise to a scale that begins above zero, take the arithmetic mean for %(node)s, or keep %(element)s in."
        ),
    ),
    "bands_do_not_fit": Phrase(
        _("The rank bands have the shapes %(found)s, and the scores %(allowed)s."),
        _("Give one lower and one upper rank for each place, in the order of the scores."),
    ),
}
FINDINGS: Mapping[str, Phrase] = {
    "indicator_few_values": Phrase(
        _("%(node)s has values for a share of %(found)s of the places; at least %(limit)s is wanted."),
        _("Look for another source, ask the places again, or leave the indicator out."),
    ),
    "place_few_values": Phrase(
        _("%(place)s has values for a share of %(found)s of the indicators; at least %(limit)s is wanted."),
        _("Ask the place for what is missing, or keep it out: its score rests on what others reported."),
    ),
    "outliers_left": Phrase(
        _(
            "%(node)s still has outliers after treatment: its skewness is %(found)s (limit ±%(limit)s), its kurtosis too high."
        ),
        _("Check the extreme values with their sources; allow more points to be moved, or take a logarithm."),
    ),
    "parent_unrelated": Phrase(
        _(
            "%(node)s has no significant correlation with %(against)s, to which it belongs (p = %(found)s, limit %(limit)s)."
        ),
        _("Consider whether it measures something else; place it elsewhere, replace it, or explain why it stays."),
    ),
    "parent_negative": Phrase(
        _("%(node)s falls as %(against)s rises, to which it belongs: the correlation is %(found)s."),
        _("Check its direction first. If that is right, it pulls against the others: move it, or leave it out."),
    ),
    "parent_weak": Phrase(
        _("%(node)s is only weakly correlated with %(against)s, to which it belongs: %(found)s, under %(limit)s."),
        _("Consider a better indicator of the same thing, or a higher weight."),
    ),
    "better_elsewhere": Phrase(
        _("%(node)s goes more with another group than with its own (%(against)s): %(found)s against %(limit)s."),
        _("Consider whether it belongs there; a good reason in the framework is enough to keep it."),
    ),
    "siblings_negative": Phrase(
        _("%(node)s stand in the same group (%(against)s) and move against each other: the correlation is %(found)s."),
        _("Their mean hides a trade-off. Check the directions; show both beside the mean, or separate them."),
    ),
    "alpha_low": Phrase(
        _("What stands under %(node)s hardly measures one thing: Cronbach's alpha is %(found)s, under %(limit)s."),
        _("See which children have low or negative correlations with it, and regroup them."),
    ),
    "dimensions_several": Phrase(
        _("What stands under %(node)s has %(found)s principal components with an eigenvalue above %(limit)s."),
        _("It holds more than one thing: consider a group for each, or say why they are averaged."),
    ),
    "first_component_small": Phrase(
        _("The first principal component of what stands under %(node)s carries a share of %(found)s, under %(limit)s."),
        _("One number tells little about these children: show them beside it, or regroup them."),
    ),
    "loading_opposite": Phrase(
        _("In %(against)s, %(node)s points against the others: its loading on the first component is %(found)s."),
        _("Check its direction, then whether it belongs to this group."),
    ),
    "siblings_redundant": Phrase(
        _("%(node)s, of one group, say nearly the same: their correlation is %(found)s, above %(limit)s."),
        _("Keep one of them, or halve their weights, so that the same thing is not counted twice."),
    ),
    "nodes_redundant": Phrase(
        _("%(node)s, of different groups, say nearly the same: their correlation is %(found)s, above %(limit)s."),
        _("Consider whether the framework needs both; if it does, say that they are counted twice."),
    ),
    "counts_more": Phrase(
        _(
            "%(node)s counts for %(found)s times what its weight in %(against)s says (at most %(limit)s times is wanted)."
        ),
        _("Lower its weight, or set the weights so that the influence is as meant (correlation-balanced weights)."),
    ),
    "counts_less": Phrase(
        _(
            "%(node)s counts for %(found)s times what its weight in %(against)s says (at least %(limit)s times is wanted)."
        ),
        _(
            "Raise its weight, replace it with an indicator that goes with the others, or say that it counts for little."
        ),
    ),
    "indicator_silent": Phrase(
        _(
            "%(node)s has no significant correlation with %(against)s (p = %(found)s, limit %(limit)s): it hardly moves it."
        ),
        _("Readers will think that it counts. Raise its weight, replace it, or report it beside the index."),
    ),
    "indicator_against_index": Phrase(
        _("Places that do better in %(node)s stand lower in %(against)s: the correlation is %(found)s."),
        _(
            "Check its direction. If that is right, the index rewards what this indicator speaks against: say so, or move it."
        ),
    ),
    "adds_little": Phrase(
        _(
            "For a share of only %(found)s of the places the rank in %(node)s is far from that in the index (at least %(limit)s)."
        ),
        _(
            "The index tells nearly what %(node)s tells: consider whether it needs the other parts, or give both side by side."
        ),
    ),
    "rank_outside_band": Phrase(
        _("%(place)s has rank %(found)s, outside its own band of ranks, which ends at %(limit)s."),
        _(
            "The choices of the recipe favour or harm this place: show the band first, and look for the choice that moves it."
        ),
    ),
    "rank_band_wide": Phrase(
        _("The rank of %(place)s is uncertain by %(found)s ranks; up to %(limit)s is wanted."),
        _("Give the band and not the rank alone; see which uncertain choice widens it."),
    ),
}
VERDICTS: Mapping[str, Phrase] = {
    "coverage_sound": Phrase(
        _("Coverage is sound: few indicators or places lack values or keep outliers."), _("Nothing has to be done.")
    ),
    "coverage_fair": Phrase(
        _("Coverage is fair: some indicators or places lack values or keep outliers."),
        _("Read scores that rest on few values with care."),
    ),
    "coverage_weak": Phrase(
        _("Coverage is weak: many indicators or places lack values or keep outliers."),
        _("Fill the gaps from better sources before places are compared."),
    ),
    "coverage_not_examined": Phrase(_("Coverage was not examined."), _("Give the values as they were reported.")),
    "coherence_sound": Phrase(
        _("The framework is coherent: what stands together moves together."), _("Nothing has to be done.")
    ),
    "coherence_fair": Phrase(
        _("The framework is coherent on the whole; some nodes do not go with their group."),
        _("Look at the nodes that are named, group by group."),
    ),
    "coherence_weak": Phrase(
        _("The framework is not coherent: many nodes do not go with their group."),
        _("Regroup, check directions, or give the groups side by side instead of their mean."),
    ),
    "coherence_not_examined": Phrase(_("Coherence was not examined."), _("Give the scores of all nodes.")),
    "redundancy_sound": Phrase(_("Hardly anything is measured twice."), _("Nothing has to be done.")),
    "redundancy_fair": Phrase(
        _("Some nodes measure nearly the same."), _("Decide for each pair that is named whether both are needed.")
    ),
    "redundancy_weak": Phrase(
        _("Many nodes measure nearly the same."), _("Fewer indicators would tell as much: drop or merge them.")
    ),
    "redundancy_not_examined": Phrase(_("Redundancy was not examined."), _("Give the scores of all nodes.")),
    "balance_sound": Phrase(
        _("The index is balanced: nodes count about as much as their weights say."), _("Nothing has to be done.")
    ),
    "balance_fair": Phrase(
        _("The index is balanced on the whole; some nodes count for much more or less than their weights say."),
        _("Say so beside the weights, or change the weights of the nodes that are named."),
    ),
    "balance_weak": Phrase(
        _("The index is not balanced: many nodes count for much more or less than their weights say."),
        _("Do not present the weights as importance; set them so that the influence is as meant."),
    ),
    "balance_not_examined": Phrase(_("Balance was not examined."), _("Give the scores of all nodes.")),
    "added_value_sound": Phrase(_("The index tells more than any of its parts."), _("Nothing has to be done.")),
    "added_value_fair": Phrase(
        _("The index tells more than most of its parts."), _("Look at the parts that nearly give the same ranks.")
    ),
    "added_value_weak": Phrase(
        _("The index tells little more than its parts."),
        _("Consider whether one of the parts, or all of them side by side, would serve better."),
    ),
    "added_value_not_examined": Phrase(
        _("Added value was not examined: there are too few places, or no parts."),
        _("Lower the number of ranks that tells a part from the index."),
    ),
    "robustness_sound": Phrase(
        _("Ranks are robust: they lie inside bands that are narrow enough."), _("Nothing has to be done.")
    ),
    "robustness_fair": Phrase(
        _("Ranks are robust on the whole; for some places they depend on choices of the recipe."),
        _("Show the bands of the places that are named."),
    ),
    "robustness_weak": Phrase(
        _("Ranks are not robust: for many places they depend on choices of the recipe."),
        _("Give tiers of places and not single ranks."),
    ),
    "robustness_not_examined": Phrase(
        _("Robustness was not examined: there are no rank bands."), _("Add the step “uncertainty” to the recipe.")
    ),
}
PHRASES: Mapping[str, Phrase] = {**PROBLEMS, **FINDINGS, **VERDICTS}
