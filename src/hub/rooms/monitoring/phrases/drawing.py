"""Phrases about the uncertainty analysis: what is drawn, how often, and on which scale."""

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "design_pick_unknown": Phrase(
        _("Row %(row)s of the design picks alternative %(found)s of the uncertain choice “%(factor)s”."),
        _("Write a whole number from 1 to %(allowed)s."),
    ),
    "draw_not_positive": Phrase(
        _(
            "With the normalisation “%(normalisation)s” of the uncertainty analysis, %(node)s of %(place)s is "
            "%(found)s; geometric and harmonic means need numbers above zero."
        ),
        _("Begin its scale above zero (a “low” or “floor” of 1), or do not draw these means."),
    ),
    "mean_not_drawable": Phrase(
        _("%(node)s is aggregated by “%(found)s”, which the uncertainty analysis cannot draw."),
        _("Aggregate it by a mean, or leave “declared” out of “aggregations”: %(allowed)s."),
    ),
    "replications_too_many": Phrase(
        _("%(found)s replications of the ranks of %(places)s places do not fit into memory."),
        _("Write at most %(allowed)s replications, or rank fewer levels."),
    ),
}
