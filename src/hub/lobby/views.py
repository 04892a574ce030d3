"""The public front: home, map, search, and the pages about the site itself."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hub.commons.sources.models import Source
from hub.rooms.monitoring import door as monitoring
from hub.rooms.network import door as network

COLOURS = ("paper", "panel", "ink", "muted", "accent", "good", "warn", "bad")


def home(request: HttpRequest) -> HttpResponse:
    """What the Hub is, the network at a glance, and the way in for each kind of person."""
    mark = network.register_mark()
    return render(
        request,
        "lobby/home.html",
        {
            "map": network.map_of(network.no_filter(), detail="overview", mark=mark),
            "totals": network.totals_of(mark=mark),
            "joiners": network.recent_joiners(most=6, mark=mark),
            "regions": network.regions_with_counts(mark=mark),
            "edition": monitoring.latest_edition(),
        },
    )


def map(request: HttpRequest) -> HttpResponse:
    """The map of the network; the list at `network:cities` shows the same under the same filters."""
    form = network.filter_form(request.GET)
    filters = network.filters_of(form)
    context = {
        "form": form,
        "map": network.map_of(filters, detail="full"),
        "query": request.GET.urlencode(),
        "is_filtered": bool(request.GET),
    }
    return render(request, "lobby/map.html", context, status=200 if form.is_valid() else 422)


def search(request: HttpRequest) -> HttpResponse:
    """Find a city or an edition by any of its names."""
    text = request.GET.get("q", "").strip()[:100]
    return render(
        request, "lobby/search.html", {"text": text, "cities": network.find_cities(text, most=30) if text else []}
    )


def sources(request: HttpRequest) -> HttpResponse:
    """Every source that a fact on this site leads back to."""
    page = Paginator(Source.objects.all(), 100).get_page(request.GET.get("page"))
    return render(request, "lobby/sources.html", {"page": page})


def privacy(request: HttpRequest) -> HttpResponse:
    """What the Hub holds about people and why."""
    return render(request, "lobby/privacy.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    """What was done so that everybody can use the Hub, and what is known not to work."""
    return render(request, "lobby/accessibility.html")


def borders(request: HttpRequest) -> HttpResponse:
    """How borders and names are drawn, and what that does not mean."""
    return render(request, "lobby/borders.html")


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component as it stands, for those who build pages."""
    return render(request, "ui/gallery.html", {"colours": COLOURS})


def health(_request: HttpRequest) -> HttpResponse:
    """Answered as soon as the server can answer anything."""
    return HttpResponse("well\n", content_type="text/plain")


def robots(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /admin/\nDisallow: /back-office/\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "lobby/error.html", {"code": 400}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "lobby/error.html", {"code": 403}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "lobby/error.html", {"code": 404}, status=404)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "lobby/error.html", {"code": "csrf"}, status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """The last page that can still be shown: no database, no session, no context processors."""
    return HttpResponse(FAILED.encode(), status=500)


FAILED = """<!doctype html><html lang="en"><meta charset="utf-8"><title>The Hub could not answer</title>
<main><h1>The Hub could not answer</h1><p>The fault is ours and was written down. Nothing that you sent was half kept.
Please try again in a minute.</p><p><a href="/">Back to the first page</a></p></main></html>"""
