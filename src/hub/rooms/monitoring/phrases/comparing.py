"""Phrases about figures of two editions: the steps of their traces."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LINKS: dict[str, Promise | str] = {
    "link_tier": _(
        "Tier of places that cannot be told apart: the best place of a tier is ahead of none of the others in "
        "95%% of the %(replications)s replications"
    ),
    "link_change": _("Change of the score of %(node)s: the score as of %(later)s less the score as of %(earlier)s"),
    "link_change_revision": _(
        "Effect of revised data on %(node)s: the score as of %(earlier)s by what is known today (%(to)s) less the score "
        "as it was published (%(of)s)"
    ),
    "link_change_data": _(
        "Effect of new data on %(node)s: the score by the values of %(later)s on the scale of %(earlier)s (%(to)s) less "
        "the score as of %(earlier)s (%(of)s)"
    ),
    "link_change_peers": _(
        "Effect of other places and the scale they set on %(node)s: the score by the earlier method on the scale of "
        "%(later)s (%(to)s) less the score by the same values on the scale of %(earlier)s (%(of)s)"
    ),
    "link_change_method": _(
        "Effect of a changed method on %(node)s: the score as of %(later)s (%(to)s) less the score by the earlier "
        "method on the same scale (%(of)s)"
    ),
    "link_score_then": _("Score of %(node)s as of %(day)s, made from what was known then of its indicators"),
    "link_known_then": _("%(node)s as of %(day)s"),
    "link_rank_then": _("Rank by %(node)s among %(of)s places with a score as of %(day)s"),
    "link_rank_band_low": _(
        "90%% band of the rank by %(node)s as of %(day)s, from; over %(replications)s replications"
    ),
    "link_rank_band_high": _("90%% band of the rank by %(node)s as of %(day)s, to; over %(replications)s replications"),
    "link_clearly_up": _("Places whose rank moved clearly up from %(earlier)s to %(later)s"),
    "link_clearly_down": _("Places whose rank moved clearly down from %(earlier)s to %(later)s"),
    "link_within_noise": _("Places whose rank moved within the noise from %(earlier)s to %(later)s"),
    "link_band_unknown": _("Places without a rank band at %(earlier)s or %(later)s"),
    "link_places_compared": _("Places with a score at %(earlier)s and at %(later)s"),
    "link_places_entered": _("Places that came in between %(earlier)s and %(later)s"),
    "link_places_left": _("Places that left between %(earlier)s and %(later)s"),
    "link_moved": _("%(place)s, change of the score"),
}
