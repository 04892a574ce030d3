"""Short words for tables and charts: gaps, statuses, periods. Sentences stand in the sections themselves."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from babel.dates import format_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hub.commons.documents.figures import locale_of
from hub.kit.years import Period, read_period
from hub.rooms.monitoring.engine.places import Reason

# Days that a span of about one year has.
ABOUT_A_YEAR = (360, 370)


def chart_words() -> Mapping[str, str]:
    """The words that stand in the legends of charts."""
    return {
        "place": _("this place"),
        "estimated": _("estimated"),
        "half": _("middle half of all places"),
        "median": _("median"),
        "gap": _("no value"),
        "group-median": _("median of the group"),
        "group-half": _("middle half of the group"),
        "one-place": _("one place"),
        "rank": _("rank"),
        "band": _("90% band"),
        "rank-median": _("median rank"),
        "some": _("some places"),
        "all": _("all places"),
        "none": _("no place"),
        "weight": _("weight: what it should count for"),
        "importance": _("importance: what it counts for"),
    }


def no_value() -> str:
    """What stands where a figure could be and there is none."""
    return _("no value")


def status_word(status: str) -> str:
    """A status of an observation; blank for an ordinary observed value."""
    return {
        "estimated": pgettext("status of a value", "estimated by the source"),
        "imputed": pgettext("status of a value", "imputed by the source"),
        "provisional": pgettext("status of a value", "provisional"),
        "break": pgettext("status of a value", "break in the series"),
        "definition-differs": pgettext("status of a value", "definition differs"),
        "unreliable": pgettext("status of a value", "unreliable"),
        "unvalidated": pgettext("status of a value", "not validated"),
        "not-available": pgettext("status of a value", "not available"),
        "not-applicable": pgettext("status of a value", "not applicable"),
        "not-collected": pgettext("status of a value", "not collected"),
        "suppressed": pgettext("status of a value", "suppressed"),
    }.get(status, "")


def gap_word(reason: Reason, language: str) -> str:
    """Why there is no value, in a few words."""
    period = str(reason.parameters.get("period", ""))
    if reason.code == "gap_stated":
        return status_word(str(reason.parameters.get("status", ""))) or _("not available")
    if reason.code == "gap_too_old":
        return _("too old (%(period)s)") % {"period": period_word(period, language)}
    if reason.code == "gap_after_date":
        return _("later than the edition (%(period)s)") % {"period": period_word(period, language)}
    return _("not reported")


def gap_mark(reason: Reason) -> str:
    """The same in a chart, where there is less room."""
    if reason.code == "gap_stated":
        return status_word(str(reason.parameters.get("status", ""))) or _("not available")
    if reason.code == "gap_too_old":
        return _("too old")
    if reason.code == "gap_after_date":
        return _("too new")
    return _("not reported")


@lru_cache(maxsize=4096)
def period_word(text: str, language: str) -> str:
    """A period as people write it: 2023, 2024/25, 2020–2022, 15 May 2024, Apr 2024 – Mar 2026."""
    if not text:
        return ""
    period = read_period(text)
    if period.start == period.end:
        return _day(period.start, language)
    if (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31):
        return _years(period)
    if ABOUT_A_YEAR[0] <= (period.end - period.start).days <= ABOUT_A_YEAR[1]:
        return f"{period.start.year}/{period.end.year % 100:02d}"
    return f"{_month(period.start, language)} – {_month(period.end, language)}"


def _years(period: Period) -> str:
    return str(period.start.year) if period.start.year == period.end.year else f"{period.start.year}–{period.end.year}"


def _day(day: date, language: str) -> str:
    return format_date(day, format="medium", locale=locale_of(language))


def _month(day: date, language: str) -> str:
    return format_date(day, format="MMM y", locale=locale_of(language))


def direction_word(direction: int) -> str:
    """Which way is better."""
    return _("more is better") if direction > 0 else _("less is better")


def source_kind_word(kind: str) -> str:
    """Where values of an indicator come from."""
    return {
        "official": pgettext("kind of source", "official statistics"),
        "survey": pgettext("kind of source", "survey"),
        "expert": pgettext("kind of source", "expert judgement"),
        "either": pgettext("kind of source", "official statistics or survey"),
        "register": pgettext("kind of source", "register"),
    }.get(kind, kind)


def kept_out_word(reason: Reason) -> str:
    """Why a place is not scored, in a few words."""
    return {
        "place_retired": _("retired code"),
        "place_too_few_values": _("too few values"),
        "place_without_index": _("too few areas with a score"),
    }.get(reason.code, _("not scored"))


def kept_out_sentence(name: str, reason: Reason) -> str:
    """Why a place is not scored, in a sentence."""
    if reason.code == "place_retired":
        said = {
            "name": name,
            "year": reason.parameters.get("since", ""),
            "successors": reason.parameters.get("successors", ""),
        }
        return (
            _(
                "%(name)s is no longer in use since %(year)s. It was replaced by %(successors)s, which is scored "
                "in its place."
            )
            % said
        )
    if reason.code == "place_too_few_values":
        return _("%(name)s has values for too few indicators to be compared with other places.") % {"name": name}
    return _("%(name)s has scores in too few areas for an index.") % {"name": name}


def half_word(half: str) -> str:
    """What can be said of a place in spite of the uncertainty of its rank."""
    return {"upper": _("upper half"), "lower": _("lower half")}.get(half, _("cannot be told from the middle"))


def moved_word(verdict: str) -> str:
    """How the rank of a place moved between two editions, against its bands."""
    return {
        "clearly_up": _("rank clearly up"),
        "clearly_down": _("rank clearly down"),
        "within_noise": _("rank within the noise"),
    }.get(verdict, _("no rank band"))


def edition_words(earlier: date, later: date, language: str) -> Mapping[str, str]:
    """Two dates as short as they can be told apart: by their years, else by their days."""
    if earlier.year != later.year:
        return {"earlier": str(earlier.year), "later": str(later.year)}
    return {"earlier": _day(earlier, language), "later": _day(later, language)}
