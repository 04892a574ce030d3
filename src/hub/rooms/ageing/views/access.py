"""The place that a page is about, and what its reader may see of it."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from hub.kit.errors import DataProblem
from hub.rooms.ageing.files.outlooks import results_of
from hub.rooms.ageing.models import Outlook, Place
from hub.rooms.ageing.phrases import say
from hub.rooms.ageing.queries.places import latest_outlook, outlook_of, place_of


@dataclass(frozen=True)
class Visit:
    """A place, and what the reader may do there.

    may_send  send figures, make outlooks, write down readings
    may_read  see everything of it, outlooks that are not public too
    """

    place: Place
    may_send: bool
    may_read: bool


def visit(request: HttpRequest, code: str) -> Visit:
    """The place of a code; 404 where there is none."""
    place = place_of(code)
    if place is None:
        raise Http404
    person = request.user
    return Visit(place, person.has_perm("ageing.send_figures", place), person.has_perm("ageing.read_place", place))


def sender(request: HttpRequest, code: str) -> Visit:
    """The same for somebody who may send figures for it; 403 for others."""
    found = visit(request, code)
    if not found.may_send:
        raise PermissionDenied
    return found


def shown_outlook(request: HttpRequest, found: Visit) -> Outlook | None:
    """The outlook that is asked for (`?outlook=`), or else the one to show; 404 for one that is not there, 403 for a hidden one."""
    code = request.GET.get("outlook", "")
    if not code:
        return _readable(request, latest_outlook(found.place, everything=found.may_read))
    outlook = outlook_of(found.place, code)
    if outlook is None:
        raise Http404
    if not (outlook.is_public or found.may_read):
        raise PermissionDenied
    return _readable(request, outlook)


def _readable(request: HttpRequest, outlook: Outlook | None) -> Outlook | None:
    """The outlook; None, and a word to the reader, where its results are damaged."""
    if outlook is None:
        return None
    try:
        results_of(outlook)
    except DataProblem as problem:
        messages.warning(request, say(problem))
        return None
    return outlook


def needed_outlook(request: HttpRequest, found: Visit) -> Outlook:
    """As `shown_outlook`; 404 where there is none."""
    outlook = shown_outlook(request, found)
    if outlook is None:
        raise Http404
    return outlook
