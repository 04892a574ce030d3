"""Pages on which staff and focal points change the register."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from hub.commons.people.visitors import signed_in
from hub.kit.errors import Problem
from hub.rooms.network.actions import facts
from hub.rooms.network.actions.facts import PartDate
from hub.rooms.network.forms import CityForm, EventForm, MergeForm, NameForm, ReasonForm, ValueForm
from hub.rooms.network.models import City
from hub.rooms.network.phrases import say
from hub.rooms.network.queries.cities import city_by_code
from hub.rooms.network.queries.history import history_of
from hub.rooms.network.views.public import city_or_404


@login_required
def correct_city(request: HttpRequest, code: str) -> HttpResponse:
    """Correct what a city is."""
    found = _city_to_change(request, code, "network.correct_city")
    form = CityForm(request.POST or None, instance=found)

    def change(values: dict[str, Any]) -> None:
        facts.correct_city(signed_in(request), form.instance, reason=values["reason"])

    return change_page(request, form, found, title=_("Correct the register"), change=change)


@login_required
def add_name(request: HttpRequest, code: str) -> HttpResponse:
    """Add a name in another script or language."""
    found = _city_to_change(request, code, "network.add_name")

    def change(values: dict[str, Any]) -> None:
        facts.add_name(signed_in(request), found, **values)

    return change_page(request, NameForm(request.POST or None), found, title=_("Add a name"), change=change)


@login_required
def add_value(request: HttpRequest, code: str) -> HttpResponse:
    """Add a figure with its date and source."""
    found = _city_to_change(request, code, "network.add_value")

    def change(values: dict[str, Any]) -> None:
        facts.add_value(signed_in(request), found, **(values | {"as_of": PartDate(*values["as_of"])}))

    return change_page(request, ValueForm(request.POST or None), found, title=_("Add a figure"), change=change)


@login_required
def strike_value(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Mark a figure as wrong."""
    found = _city_to_change(request, code, "network.correct_city")
    value = get_object_or_404(found.values.filter(is_valid=True), pk=pk)

    def change(values: dict[str, Any]) -> None:
        facts.strike_value(signed_in(request), value, reason=values["reason"])

    title = _("Mark as wrong: %(what)s") % {"what": value}
    return change_page(request, ReasonForm(request.POST or None), found, title=title, change=change)


@login_required
def record_event(request: HttpRequest, code: str) -> HttpResponse:
    """Record what happened to a membership."""
    found = _city_to_change(request, code, "network.record_event")

    def change(values: dict[str, Any]) -> None:
        facts.record_event(signed_in(request), found, **(values | {"when": PartDate(*values["when"])}))

    return change_page(request, EventForm(request.POST or None), found, title=_("Record an event"), change=change)


@login_required
def strike_event(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Mark an event as wrong."""
    found = _city_to_change(request, code, "network.record_event")
    event = get_object_or_404(found.events.filter(is_valid=True), pk=pk)

    def change(values: dict[str, Any]) -> None:
        facts.strike_event(signed_in(request), event, reason=values["reason"])

    title = _("Mark as wrong: %(what)s") % {"what": event.get_kind_display()}
    return change_page(request, ReasonForm(request.POST or None), found, title=title, change=change)


@login_required
def merge_duplicate(request: HttpRequest, code: str) -> HttpResponse:
    """Merge a city that is in the register twice into the one that stays."""
    found = _city_to_change(request, code, "network.merge_duplicate")

    def change(values: dict[str, Any]) -> None:
        into = city_by_code(values["code"])
        if into is None:
            raise Problem("city_unknown", found=values["code"])
        facts.merge_duplicate(signed_in(request), found, into=into, reason=values["reason"])

    return change_page(request, MergeForm(request.POST or None), found, title=_("Merge a duplicate"), change=change)


@login_required
def history(request: HttpRequest, code: str) -> HttpResponse:
    """What was changed of a city, when, by whom."""
    found = _city_to_change(request, code, "network.read_roles")
    return render(request, "network/history.html", {"city": found, "changes": history_of(found)})


def _city_to_change(request: HttpRequest, code: str, permission: str) -> City:
    found = city_or_404(code)
    if not request.user.has_perm(permission, found):
        raise PermissionDenied
    return found


def change_page(
    request: HttpRequest, form: forms.BaseForm, found: City, *, title: str, change: Callable[[dict[str, Any]], None]
) -> HttpResponse:
    """Show a form; when it comes back in order, change the register and go to the city."""
    if request.method == "POST" and form.is_valid():
        try:
            change(form.cleaned_data)
        except Problem as problem:
            form.add_error(None, say(problem))
        else:
            messages.success(request, _("The register was changed. The change is in the history of the city."))
            return redirect("network:city", code=found.code)
    context = {"form": form, "city": found, "title": title}
    return render(request, "network/change.html", context, status=422 if form.errors else 200)
