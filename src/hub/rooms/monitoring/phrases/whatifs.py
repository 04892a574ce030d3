"""Phrases about the workbench and what is tried there."""

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "workbench_without_bands": Phrase(
        _("This edition has no rank bands, and no rank is shown without one."),
        _("Build an edition whose recipe ranks and has a step “uncertainty”."),
    ),
    "workbench_too_large": Phrase(
        _("The workbench ranks at most %(allowed)s places while one drags; this edition has %(found)s."),
        _("Use the command `hub index run` with other weights instead."),
    ),
    "workbench_method_unknown": Phrase(
        _("The workbench cannot weigh the node “%(node)s” anew: it is aggregated by “%(found)s”."),
        _("It can where a node takes one of these means: %(allowed)s."),
    ),
    "multiplier_out_of_range": Phrase(
        _("The weight of “%(node)s” is multiplied by %(found)s."),
        _("Write a number from %(low)s to %(high)s; 0 leaves the node out."),
    ),
    "workbench_nothing_left": Phrase(
        _("All indicators are left out, so there is nothing to score by."),
        _("Let at least one indicator count."),
    ),
    "whatif_not_allowed": Phrase(
        _("You may not run replications on the server for this edition."),
        _("Sign in, and choose an edition that you may read."),
    ),
    "whatif_at_work": Phrase(
        _("The server is still at work on replications that you asked for."),
        _("Wait until they are done; one run a person is done at a time."),
    ),
}
