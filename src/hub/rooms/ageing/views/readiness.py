"""How ready a place is for older people: the matrix, and the form of one figure of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hub.commons.people.visitors import signed_in
from hub.rooms.ageing.actions import readings as actions
from hub.rooms.ageing.engine.readiness.age_friendly import DEFINITIONS
from hub.rooms.ageing.files.readiness import shipped_frameworks
from hub.rooms.ageing.forms.readings import ReadingForm
from hub.rooms.ageing.models import Place
from hub.rooms.ageing.phrases.readiness import (
    ACTIVE_AGEING_NAMES,
    AGE_FRIENDLY_DEFINITIONS,
    AGE_FRIENDLY_NAMES,
    DEFINITION_NAMES,
    EQUITY_EXPLANATIONS,
    MEASURE_UNITS,
)
from hub.rooms.ageing.phrases.readings import ACTIVE_AGEING_DEFINITIONS, BETTER_NAMES, FRAMEWORK_NAMES
from hub.rooms.ageing.queries.active import active_card_of
from hub.rooms.ageing.queries.matrix import matrix_of
from hub.rooms.ageing.queries.readings import Asked, Readiness, asked_of, has_outlook, readiness_of
from hub.rooms.ageing.views.access import Visit, sender, visit


@never_cache
def readiness(request: HttpRequest, code: str) -> HttpResponse:
    """The matrix of a place; with `?indicator=` the form of one figure, for those who may write it down."""
    if "indicator" in request.GET:
        found, asked = sender(request, code), _asked(request.GET)
        said = _readiness(found.place).said_of(asked.framework, asked.indicator)
        return _show_form(request, found, ReadingForm(asked, said=said))
    found = visit(request, code)
    has_shown = has_outlook(found.place, everything=found.may_read)
    if not (found.may_read or has_shown):
        raise PermissionDenied
    known = _readiness(found.place)
    context = {
        "place": found.place,
        "visit": found,
        "outlook": has_shown,
        "may_enter": found.may_send and found.place.pk is not None,
        "matrix": matrix_of(known),
        "active": active_card_of(known),
        "equity": EQUITY_EXPLANATIONS,
    }
    return render(request, "ageing/readiness.html", context)


@login_required
@never_cache
@require_POST
def record_readings(request: HttpRequest, code: str) -> HttpResponse:
    """Write down one figure and its groups, or take them back; then back to its row of the matrix."""
    found, asked = sender(request, code), _asked(request.POST)
    if found.place.pk is None:
        messages.warning(request, _("Send a table of people first. Nothing was written down."))
        return redirect("ageing:start", code)
    said = _readiness(found.place).said_of(asked.framework, asked.indicator)
    form = ReadingForm(asked, request.POST, said=said)
    if "take_back" in request.POST:
        told = form.nothing_told()
    elif form.is_valid():
        told = form.told()
    else:
        return _show_form(request, found, form, status=422)
    if actions.record_readings(signed_in(request), found.place, told):
        messages.success(request, _("Written down. What stood there before is kept in the history."))
    return redirect(f"{reverse('ageing:readiness', args=[code])}#{asked.framework}-{asked.indicator}")


def _readiness(place: Place) -> Readiness:
    return readiness_of(place, shipped_frameworks())


def _asked(parameters: QueryDict) -> Asked:
    asked = asked_of(
        shipped_frameworks(),
        framework=parameters.get("framework", ""),
        indicator=parameters.get("indicator", ""),
        definition=parameters.get("definition", ""),
    )
    if asked is None:
        raise Http404
    return asked


def _show_form(request: HttpRequest, found: Visit, form: ReadingForm, *, status: int = 200) -> HttpResponse:
    asked = form.asked
    if asked.definition:
        name = AGE_FRIENDLY_NAMES[asked.indicator]
        means = AGE_FRIENDLY_DEFINITIONS[asked.indicator].get(asked.definition, "")
    else:
        name, means = ACTIVE_AGEING_NAMES[asked.indicator], ACTIVE_AGEING_DEFINITIONS[asked.indicator]
    context = {
        "place": found.place,
        "form": form,
        "asked": asked,
        "framework_name": FRAMEWORK_NAMES[asked.framework],
        "name": name,
        "means": means,
        "unit": "" if asked.better is None else MEASURE_UNITS[asked.unit],
        "better": "" if asked.better is None else BETTER_NAMES[asked.better],
        "definitions": [(one, DEFINITION_NAMES[one]) for one in DEFINITIONS] if asked.definition else [],
    }
    return render(request, "ageing/readiness_form.html", context, status=status)
