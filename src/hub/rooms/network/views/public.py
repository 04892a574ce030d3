"""What everybody may read: the list, a city, the network as of a date, downloads."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hub.commons.places.pages import city_pages
from hub.rooms.network.files.downloads import csv_lines, json_parts
from hub.rooms.network.forms import DateForm
from hub.rooms.network.models import City
from hub.rooms.network.queries.charts import growth_chart
from hub.rooms.network.queries.cities import city_by_code, matching, rows_of
from hub.rooms.network.queries.filters import FilterForm, filters_of
from hub.rooms.network.queries.maps import query_of
from hub.rooms.network.queries.pages import page_of
from hub.rooms.network.queries.people import contacts_of
from hub.rooms.network.queries.standing import comparisons, growth_until, network_on, stamp, today

PAGE_SIZE = 50
FIRST_DAY = date(2015, 9, 1)


@require_safe
def cities(request: HttpRequest) -> HttpResponse:
    """The list of cities under filters: the equal of the map."""
    form = FilterForm(request.GET)
    filters = filters_of(form)
    mark = stamp()
    found = matching(filters, mark=mark)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    asked = query_of(filters)
    context = {
        "form": form,
        "page": page,
        "rows": rows_of(page.object_list, mark=mark),
        "number": len(found),
        "query": urlencode(asked),
        "page_query": f"{urlencode(asked)}&" if asked else "",
        "is_filtered": bool(asked),
    }
    return render(request, "network/cities.html", context, status=200 if form.is_valid() else 422)


@require_safe
def city(request: HttpRequest, code: str) -> HttpResponse:
    """One city: what is known, from when, by whom."""
    found = city_or_404(code)
    if found.code != code:
        return redirect("network:city", code=found.code, permanent=True)
    may_read = request.user.has_perm("network.read_contacts", found) if request.user.is_authenticated else False
    context = {
        "shown": page_of(found),
        "contacts": contacts_of(found) if may_read else [],
        "may_read_contacts": may_read,
        "may": rights_of(request, found),
        "pages": city_pages(found.code),
    }
    return render(request, "network/city.html", context)


def city_or_404(code: str) -> City:
    """The city of a code, also of one that it had before."""
    found = city_by_code(code)
    if found is None:
        raise Http404
    return found


def rights_of(request: HttpRequest, found: City) -> dict[str, bool]:
    """Which changes the reader may make to a city."""
    if not request.user.is_authenticated:
        return {}
    names = ("correct_city", "add_name", "add_value", "record_event", "merge_duplicate", "read_roles")
    return {name: request.user.has_perm(f"network.{name}", found) for name in names}


@require_safe
def as_of(request: HttpRequest) -> HttpResponse:
    """The network as of any date, beside what was announced."""
    form = DateForm(request.GET or {"date": today()})
    day = (form.cleaned_data["date"] if form.is_valid() else None) or today()
    if day < FIRST_DAY or day > today():
        form.add_error(
            "date",
            _("The network opened in September 2015, and nobody knows the future: choose a day from then until today."),
        )
        day = today()
    mark = stamp()
    growth, compared = growth_until(today(), mark=mark), comparisons(mark=mark)
    alt = _("Members in the register at the end of each year since 2015, and announced sizes. The table says the same.")
    context = {
        "form": form,
        "network": network_on(day, mark=mark),
        "growth": growth,
        "comparisons": compared,
        "chart": growth_chart(growth, compared, alt=alt),
    }
    return render(request, "network/as_of.html", context, status=422 if form.errors else 200)


@require_safe
def download_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The cities under the filters as CSV, every figure with its date and source."""
    found = matching(filters_of(FilterForm(request.GET)))
    answer = StreamingHttpResponse(csv_lines(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="learning-cities-{today()}.csv"'
    answer["Link"] = '<download.json>; rel="describedby"; type="application/json"'
    return answer


@require_safe
def download_json(request: HttpRequest) -> StreamingHttpResponse:
    """The same as JSON, with licence, citation and the meaning of the columns."""
    found = matching(filters_of(FilterForm(request.GET)))
    answer = StreamingHttpResponse(json_parts(found), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="learning-cities-{today()}.json"'
    return answer
