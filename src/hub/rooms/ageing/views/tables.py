"""Sending tables in, and what was understood of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hub.commons.languages.phrases import where_of
from hub.commons.people.visitors import signed_in
from hub.kit.errors import InputRefused, Problem
from hub.rooms.ageing.actions import deliveries
from hub.rooms.ageing.files.receive import Sent, receive_tables
from hub.rooms.ageing.forms.tables import ProjectForm, SendForm
from hub.rooms.ageing.models import DeliveryKind
from hub.rooms.ageing.phrases import say, say_finding
from hub.rooms.ageing.queries import places as reads
from hub.rooms.ageing.views.access import Visit, sender

# Field of the form -> what its file holds.
KINDS = {
    "population": DeliveryKind.POPULATION,
    "earlier": DeliveryKind.POPULATION,
    "vital": DeliveryKind.VITAL,
    "provision": DeliveryKind.PROVISION,
}
DATES = {"population": "reference_date", "earlier": "earlier_date"}


@login_required
@never_cache
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Where a planner begins: what to send, and what comes back."""
    return _show_start(request, sender(request, code), SendForm())


@login_required
@never_cache
def send_tables(request: HttpRequest, code: str) -> HttpResponse:
    """Take all tables, or none and say what has to be mended."""
    found = sender(request, code)
    if request.method != "POST":
        return redirect("ageing:start", code)
    form = SendForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show_start(request, found, form, status=422)
    try:
        receive_tables(signed_in(request), found.place, _sent(form))
    except InputRefused as refusal:
        rows = [(one, where_of(one), say_finding(one)) for one in refusal.findings]
        context = {"place": found.place, "rows": rows, "form": SendForm(), "visit": found}
        return render(request, "ageing/refused.html", context, status=422)
    except Problem as problem:
        form.add_error(None, say(problem))
        return _show_start(request, found, form, status=422)
    return redirect("ageing:received", found.place.code)


@login_required
@never_cache
def received(request: HttpRequest, code: str) -> HttpResponse:
    """What was understood of the files in use, what was noticed, and the way to a first result."""
    return show_received(request, sender(request, code), ProjectForm())


@login_required
@require_POST
def set_aside(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Put a file out of use."""
    found, delivery = sender(request, code), reads.delivery_of(number)
    if delivery is None or delivery.place_id != found.place.pk:
        raise Http404
    deliveries.set_aside(signed_in(request), delivery)
    messages.success(request, _("The file is no longer used. It was not deleted."))
    return redirect("ageing:received", found.place.code)


def show_received(request: HttpRequest, found: Visit, form: ProjectForm, *, status: int = 200) -> HttpResponse:
    """The page of what was received, with a form to project."""
    current = reads.current_deliveries(found.place)
    context = {
        "place": found.place,
        "visit": found,
        "files": [
            (one, [(finding, where_of(finding), say_finding(finding)) for finding in reads.findings_of(one)])
            for one in current
        ],
        "has_people": any(one.kind == DeliveryKind.POPULATION for one in current),
        "form": form,
    }
    return render(request, "ageing/received.html", context, status=status)


def _sent(form: SendForm) -> list[Sent]:
    """What was chosen in the form, in the order of its fields."""
    cleaned, sent = form.cleaned_data, []
    for name, kind in KINDS.items():
        file = cleaned.get(name)
        if file:
            day = cleaned.get(DATES.get(name, ""))
            sent.append(Sent(kind, file.name, file.read(), reference_date=day, source=cleaned["source"]))
    return sent


def _show_start(request: HttpRequest, found: Visit, form: SendForm, *, status: int = 200) -> HttpResponse:
    context = {"place": found.place, "visit": found, "form": form, "files": reads.current_deliveries(found.place)}
    return render(request, "ageing/start.html", context, status=status)
