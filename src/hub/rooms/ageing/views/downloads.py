"""The council brief of an outlook as a PDF, and everything about it as a workbook."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hub.rooms.ageing.views.access import needed_outlook, visit


@require_safe
def brief(request: HttpRequest, code: str) -> HttpResponse:
    """The council brief."""
    needed_outlook(request, visit(request, code))
    return HttpResponse(content_type="application/pdf")


@require_safe
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """The workbook."""
    needed_outlook(request, visit(request, code))
    return HttpResponse()
