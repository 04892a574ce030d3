"""The council brief of an outlook as a PDF, and everything about it as a workbook."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hub.commons.documents.document import charts_of
from hub.commons.documents.print import print_report
from hub.commons.documents.web import draw_document
from hub.kit.errors import DataProblem, InputRefused
from hub.rooms.ageing.engine.outlook.learning import DemandLook
from hub.rooms.ageing.files.demand import demand_from, provision_delivery, provision_of
from hub.rooms.ageing.files.figures import figures_workbook
from hub.rooms.ageing.files.outlooks import results_of
from hub.rooms.ageing.files.readiness import shipped_frameworks
from hub.rooms.ageing.forms.demand import DemandForm
from hub.rooms.ageing.models import Delivery
from hub.rooms.ageing.queries.readings import readiness_of
from hub.rooms.ageing.report.brief import brief_document
from hub.rooms.ageing.report.demand import DemandPage
from hub.rooms.ageing.report.outlook import Subject, basis_of
from hub.rooms.ageing.views.access import needed_outlook, visit

PDF, XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@never_cache
def brief(request: HttpRequest, code: str) -> HttpResponse:
    """The council brief: four pages, with the demand for learning that the address supposes."""
    subject = _subject(request, code)
    form = _form(request, subject)
    if not form.is_valid():
        return _back_to_demand(request, code)
    place, language = subject.outlook.place, subject.language
    delivery = provision_delivery(place)
    look = _look(subject, form, delivery)
    page = None
    if look is not None:
        page = DemandPage(look, basis_of(subject), form.cleaned_data["year"], _provided(delivery))
    with override(language):
        trace = f"{reverse('ageing:sources', args=[place.code])}?outlook={subject.outlook.code}&figure="
    document = brief_document(
        subject,
        demand=page,
        readiness=readiness_of(place, shipped_frameworks()),
        trace=request.build_absolute_uri(trace),
    )
    printed = print_report(document, draw_document(list(charts_of(document))))
    return _file(printed, PDF, f'inline; filename="{place.code}-{subject.outlook.code}-{language}.pdf"')


@require_safe
@never_cache
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """Every figure of an outlook in a workbook; with the demand for learning where the address supposes one."""
    subject = _subject(request, code)
    form = _form(request, subject)
    look = None
    if set(form.fields) & set(request.GET):
        if not form.is_valid():
            return _back_to_demand(request, code)
        look = _look(subject, form, provision_delivery(subject.outlook.place))
    written = figures_workbook(subject.outlook, subject.results, subject.language, look)
    name = f"{subject.outlook.place.code}-{subject.outlook.code}-{subject.language}.xlsx"
    return _file(written, XLSX, f'attachment; filename="{name}"')


def _subject(request: HttpRequest, code: str) -> Subject:
    """The outlook that is asked for, in the language that is asked for (`?language=`), or else that of the page."""
    outlook = needed_outlook(request, visit(request, code))
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else get_language() or "en"
    return Subject(outlook, results_of(outlook), language)


def _form(request: HttpRequest, subject: Subject) -> DemandForm:
    years = subject.results.future.inputs.years
    return DemandForm(request.GET, first_year=years[0], last_year=years[-1])


def _back_to_demand(request: HttpRequest, code: str) -> HttpResponse:
    """The page of the form says what is wrong with it."""
    return redirect(f"{reverse('ageing:demand', args=[code])}?{request.GET.urlencode()}")


def _look(subject: Subject, form: DemandForm, delivery: Delivery | None) -> DemandLook | None:
    """What is asked for; None where the table of learning places can no longer be read, which its page says."""
    try:
        return demand_from(subject.outlook.place, subject.results, provision_of(delivery), form.cleaned_data)
    except (DataProblem, InputRefused):
        return None


def _provided(delivery: Delivery | None) -> str:
    """Where the places offered come from."""
    return "" if delivery is None else delivery.options.get("source") or delivery.name


def _file(content: bytes, media_type: str, disposition: str) -> HttpResponse:
    return HttpResponse(content, media_type, headers={"Content-Disposition": disposition})
