"""Phrases about gaps, places that are kept out, statuses, and the steps of a trace."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hub.rooms.monitoring.phrases import audited, changing, comparing

REASONS: dict[str, Promise | str] = {
    "gap_stated": _("The source says: %(status)s (%(period)s)."),
    "gap_stated_with_note": _("The source says: %(status)s (%(period)s). %(note)s"),
    "gap_not_reported": _("No value was reported."),
    "gap_too_old": _("The newest value, of %(period)s, is older than %(oldest)s."),
    "gap_after_date": _("The only value, of %(period)s, ends after %(date)s."),
    "passed_after_date": _("It ends after %(date)s."),
    "passed_too_old": _("It ended before %(oldest)s."),
    "passed_without_value": _("It has no value: %(status)s."),
    "passed_older": _("The value of %(newer)s is newer."),
    "place_retired": _("This area was replaced in %(since)s by %(successors)s."),
    "place_too_few_values": _("Values exist for %(known)s of %(of)s indicators, which is too few."),
    "place_without_index": _("Too few areas have a score for an index."),
    "indicator_without_values": _("No place has a value for it."),
    "indicator_too_few_places": _("Values exist for %(known)s of %(of)s places, which is too few."),
    **changing.REASONS,
}

LINKS: dict[str, Promise | str] = {
    "link_rank": _("Rank among %(of)s places with a score"),
    "link_rank_band": _("How ranks move over %(replications)s replications (%(aspect)s)"),
    "link_score": _("Score of %(node)s"),
    "link_child": _("%(node)s, weight %(weight)s"),
    "link_normalised": _("Normalised by %(method)s (direction %(direction)s; from %(minimum)s to %(maximum)s)"),
    "link_normalised_zscore": _(
        "Normalised by %(method)s (direction %(direction)s; mean %(mean)s, standard deviation %(deviation)s)"
    ),
    "link_normalised_rank": _("Normalised by %(method)s (direction %(direction)s)"),
    "link_treated": _("Treated for outliers by %(method)s; it was %(before)s"),
    "link_imputed": _("There was no value; imputed by %(method)s"),
    "link_screened": _("Kept by the screening"),
    "link_denominated": _("Divided by %(denominator)s, times %(factor)s; it was %(before)s"),
    "link_observation": _("Observed value"),
    "link_passed_over": _("Passed over: %(reason)s"),
    "link_gap": _("No value. %(reason)s"),
    "link_kept_out": _("Not scored. %(reason)s"),
    "link_node_out": _("Left out of the index. %(reason)s"),
    "link_statistic": _("%(statistic)s of %(members)s places with a value"),
    "link_total": _("Total (%(what)s)"),
    "link_weight": _("Weight of %(node)s in the whole index"),
    "link_availability": _("Share of %(of)s indicators with a reported value"),
    **audited.LINKS,
    **comparing.LINKS,
}

STATUS_PHRASES: dict[str, Promise | str] = {
    "observed": _("observed"),
    "estimated": _("estimated"),
    "imputed": _("imputed by the source"),
    "provisional": _("provisional"),
    "break": _("break in the series"),
    "definition-differs": _("another definition"),
    "unreliable": _("unreliable"),
    "unvalidated": _("not yet validated"),
    "not-available": _("not available"),
    "not-applicable": _("not applicable"),
    "not-collected": _("not collected"),
    "suppressed": _("suppressed"),
}
