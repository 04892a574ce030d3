"""Pages about roles: who holds them, invitations, handing over."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hub.commons.people.visitors import signed_in
from hub.kit.errors import Problem
from hub.rooms.network.actions import people
from hub.rooms.network.actions.permission import NotAllowed
from hub.rooms.network.forms import InvitationForm, PlacedInvitationForm, ReasonForm
from hub.rooms.network.models import City, Invitation, Role, RoleKind
from hub.rooms.network.phrases import say
from hub.rooms.network.queries.people import open_invitations, roles_everywhere, roles_in
from hub.rooms.network.views.public import city_or_404


@login_required
@never_cache
def roles(request: HttpRequest, code: str) -> HttpResponse:
    """Who speaks for a city, who did, and who is invited."""
    found = city_or_404(code)
    if not request.user.has_perm("network.read_roles", found):
        raise PermissionDenied
    context = {"city": found, "roles": roles_in(found), "invitations": open_invitations(city=found)}
    context["may_invite"] = request.user.has_perm("network.invite", Invitation(kind=RoleKind.FOCAL_POINT, city=found))
    return render(request, "network/roles.html", context)


@login_required
@never_cache
def all_roles(request: HttpRequest) -> HttpResponse:
    """Roles that belong to no city: staff, national commissions, experts."""
    if not request.user.has_perm("network.invite"):
        raise PermissionDenied
    context = {"roles": roles_everywhere(), "invitations": open_invitations(city=None), "may_invite": True}
    return render(request, "network/roles.html", context)


@login_required
@never_cache
def invite_to_city(request: HttpRequest, code: str) -> HttpResponse:
    """Invite somebody to be a focal point of a city."""
    found = city_or_404(code)
    if not request.user.has_perm("network.invite", Invitation(kind=RoleKind.FOCAL_POINT, city=found)):
        raise PermissionDenied
    form = InvitationForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})

    def change(values: dict[str, Any]) -> None:
        people.invite(
            signed_in(request), kind=RoleKind.FOCAL_POINT, city=found, address_of=_address_of(request), **values
        )

    return _offer_page(request, form, found, title=_("Invite a focal point"), change=change)


@login_required
@never_cache
def invite(request: HttpRequest) -> HttpResponse:
    """Invite staff, a national commission or an expert."""
    if not request.user.has_perm("network.invite"):
        raise PermissionDenied
    form = PlacedInvitationForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})

    def change(values: dict[str, Any]) -> None:
        people.invite(signed_in(request), address_of=_address_of(request), **values)

    return _offer_page(request, form, None, title=_("Invite"), change=change)


@login_required
@never_cache
def hand_over_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a role that is held to somebody else."""
    role = _role_to_change(request, pk, "network.hand_over_role")
    form = InvitationForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    del form.fields["title"]

    def change(values: dict[str, Any]) -> None:
        people.hand_over_role(signed_in(request), role, address_of=_address_of(request), **values)

    return _offer_page(request, form, role.city, title=_("Hand over a role"), change=change)


@login_required
@never_cache
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role."""
    role = _role_to_change(request, pk, "network.end_role")

    def change(values: dict[str, Any]) -> None:
        people.end_role(signed_in(request), role, reason=values["reason"])

    done = _("The role was ended. It stays on record with its dates.")
    return _offer_page(
        request, ReasonForm(request.POST or None), role.city, title=_("End a role"), change=change, done=done
    )


@login_required
@require_POST
def withdraw_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an offer back."""
    offer = get_object_or_404(Invitation.objects.select_related("city"), pk=pk, accepted__isnull=True)
    try:
        people.withdraw_invitation(signed_in(request), offer)
    except NotAllowed as problem:
        raise PermissionDenied from problem
    messages.success(request, _("The invitation was taken back, and its address deleted."))
    return _back_to(request, offer.city)


@never_cache
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is offered, and take it."""
    try:
        offer = people.find_invitation(token)
        if request.method == "POST":
            role = people.accept_invitation(request.user, token)
            messages.success(request, _("The role is yours: %(role)s.") % {"role": role.get_kind_display()})
            return redirect("network:city", code=role.city.code) if role.city else redirect("people:account")
    except Problem as problem:
        return render(request, "network/invitation.html", {"problem": say(problem)}, status=422)
    return render(request, "network/invitation.html", {"offer": offer})


def _role_to_change(request: HttpRequest, pk: int, permission: str) -> Role:
    role = get_object_or_404(Role.objects.select_related("city", "person"), pk=pk)
    if not request.user.has_perm(permission, role):
        raise PermissionDenied
    return role


def _address_of(request: HttpRequest) -> Callable[[str], str]:
    return lambda token: request.build_absolute_uri(reverse("network:accept_invitation", args=(token,)))


def _offer_page(
    request: HttpRequest,
    form: forms.BaseForm,
    found: City | None,
    *,
    title: str,
    change: Callable[[dict[str, Any]], None],
    done: str = "",
) -> HttpResponse:
    """Show a form; when it comes back in order, make the change and go back to the roles."""
    if request.method == "POST" and form.is_valid():
        try:
            change(form.cleaned_data)
        except Problem as problem:
            form.add_error(None, say(problem))
        else:
            messages.success(request, done or _("The invitation was sent. It can be accepted for 30 days."))
            return _back_to(request, found)
    context = {"form": form, "city": found, "title": title}
    return render(request, "network/change.html", context, status=422 if form.errors else 200)


def _back_to(request: HttpRequest, found: City | None) -> HttpResponse:
    if found and request.user.has_perm("network.read_roles", found):
        return redirect("network:roles", code=found.code)
    if request.user.has_perm("network.invite"):
        return redirect("network:all_roles")
    return redirect("people:account")
