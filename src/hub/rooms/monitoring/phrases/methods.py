"""Names of the methods of all steps, as a trace says them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

IMPUTING: Mapping[str, Promise | str] = {
    "mean": _("the mean of all places"),
    "median": _("the median of all places"),
    "group-mean": _("the mean of the group"),
    "group-median": _("the median of the group"),
    "row-mean": _("the mean of the place’s other indicators"),
    "row-median": _("the median of the place’s other indicators"),
    "panel-latest": _("the latest earlier value"),
    "panel-linear": _("a line between earlier and later values"),
    "panel-constant": _("the value before"),
    "multiple": _("multiple imputation"),
}
TREATING: Mapping[str, Promise | str] = {
    "winsorise": _("drawing it in to the next value (winsorising)"),
    "log": _("a logarithm"),
    "box-cox": _("a power (Box-Cox)"),
}
NORMALISING: Mapping[str, Promise | str] = {
    "minmax": _("least and greatest value"),
    "zscore": _("mean and standard deviation"),
    "scaled": _("two fixed limits"),
    "distance-to-maximum": _("distance to the greatest value"),
    "distance-to-reference": _("distance to a reference place"),
    "distance-to-target": _("distance to a target"),
    "fraction-of-maximum": _("the fraction of the greatest value"),
    "percentile-rank": _("percentile rank"),
    "rank": _("rank"),
    "borda": _("the number of places left behind"),
    "goalposts": _("two fixed goalposts"),
}
AGGREGATING: Mapping[str, Promise | str] = {
    "arithmetic": _("arithmetic mean"),
    "geometric": _("geometric mean"),
    "harmonic": _("harmonic mean"),
    "generalised": _("generalised mean"),
    "copeland": _("comparison of places in pairs (Copeland)"),
}
METHOD_NAMES: Mapping[str, Promise | str] = {**IMPUTING, **TREATING, **NORMALISING, **AGGREGATING}
