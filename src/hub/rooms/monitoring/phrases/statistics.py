"""Names of the statistics, totals and ends of bands that keys ask for."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STATISTIC_NAMES: Mapping[str, Promise | str] = {
    "median": _("Median"),
    "mean": _("Mean"),
    "least": _("Lowest"),
    "most": _("Highest"),
    "quartile-low": _("Lower quartile"),
    "quartile-high": _("Upper quartile"),
    "rank-median": _("Median rank"),
    "rank-low": _("90% band of the rank, from"),
    "rank-high": _("90% band of the rank, to"),
    "top": _("Chance of a rank among the first %(first)s, 0 to 1"),
}
TOTAL_NAMES: Mapping[str, Promise | str] = {
    "observations": _("observations read"),
    "observations_without_value": _("observations that say “no value”"),
    "observations_with_interval": _("observations with a 95% interval"),
    "places": _("places named in the files"),
    "places_scored": _("places scored"),
    "places_retired": _("place codes no longer in use"),
    "indicators": _("indicators"),
    "cells_with_value": _("values used: one for a place and an indicator"),
    "gaps": _("gaps: no value for a place and an indicator"),
    "cells_imputed": _("gaps filled by an estimate"),
}
