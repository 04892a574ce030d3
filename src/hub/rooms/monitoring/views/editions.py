"""Reading an edition, taking its files, and making a new one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hub.commons.jobs.background import later
from hub.commons.people.visitors import signed_in
from hub.kit.errors import Problem
from hub.rooms.monitoring.actions.editions import begin_edition
from hub.rooms.monitoring.actions.editions import publish_edition as publish
from hub.rooms.monitoring.forms import EditionForm
from hub.rooms.monitoring.models import Edition
from hub.rooms.monitoring.phrases import say
from hub.rooms.monitoring.queries import editions as reads
from hub.rooms.monitoring.queries.rounds import round_of

# What may be taken from the folder of an edition, and as what.
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".html": "text/html; charset=utf-8",
    ".zip": "application/zip",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
}


def editions(request: HttpRequest) -> HttpResponse:
    """All editions that the reader may see."""
    return render(request, "monitoring/editions.html", {"editions": reads.editions_open_to(request.user)})


def edition(request: HttpRequest, code: str) -> HttpResponse:
    """The front of an edition: contents, downloads, and its first section."""
    found = reads.edition_of(code, request.user)
    if found.state in {"building", "failed"}:
        return render(request, "monitoring/building.html", {"edition": found})
    contents = reads.contents_of(found, _language())
    return _show_section(request, found, contents[0]["code"], is_front=True)


def section(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """One section, or the profile of one place."""
    return _show_section(request, reads.edition_of(code, request.user), section)


def _show_section(request: HttpRequest, found: Edition, code: str, *, is_front: bool = False) -> HttpResponse:
    contents = reads.contents_of(found, _language())
    shown = next((one for one in contents if one["code"] == code), None)
    if shown is None:
        raise Http404
    context = {
        "edition": found,
        "section": shown,
        "markup": reads.section_of(found, _language(), code),
        "contents": [one for one in contents if one["listing"] == "section"],
        "places": any(one["listing"] == "place" for one in contents),
        "is_front": is_front,
        "files": reads.files_of_edition(found),
        "may_publish": request.user.has_perm("monitoring.publish_edition"),
    }
    return render(request, "monitoring/edition.html", context)


def profiles(request: HttpRequest, code: str) -> HttpResponse:
    """All places of an edition, to find one by its name or code."""
    found = reads.edition_of(code, request.user)
    text = request.GET.get("q", "").strip()[:100]
    places = [one for one in reads.contents_of(found, _language()) if one["listing"] == "place"]
    chosen = [one for one in places if text.casefold() in f"{one['title']} {one['code']}".casefold()]
    page = Paginator(chosen, 100).get_page(request.GET.get("page"))
    return render(request, "monitoring/profiles.html", {"edition": found, "page": page, "text": text})


def download(request: HttpRequest, code: str, name: str) -> FileResponse:
    """A file of an edition: report in a language, data package, or one of the steps."""
    found = reads.edition_of(code, request.user)
    folder = reads.folder_of(found).resolve()
    file = (folder / name).resolve()
    if not file.is_relative_to(folder) or not file.is_file() or file.suffix not in MEDIA_TYPES:
        raise Http404
    answer = FileResponse(file.open("rb"), content_type=MEDIA_TYPES[file.suffix])
    # The one-file HTML report brings its style inside, which the content policy of the site does not let through.
    kind = "inline" if file.suffix == ".pdf" else "attachment"
    answer["Content-Disposition"] = f'{kind}; filename="{found.code}-{file.name}"'
    return answer


@login_required
@require_POST
def build_edition(request: HttpRequest, code: str) -> HttpResponse:
    """Begin an edition of a round; it is built in the background."""
    asked = round_of(code)
    if not request.user.has_perm("monitoring.build_edition"):
        raise PermissionDenied
    form = EditionForm(request.POST)
    if form.is_valid():
        try:
            begun = begin_edition(
                signed_in(request), asked, code=form.cleaned_data["code"], titles={"en": form.cleaned_data["title"]}
            )
        except Problem as problem:
            messages.error(request, say(problem))
        else:
            # Here and not above: the report brings Altair and Typst, and the site starts without them.
            from hub.rooms.monitoring.report.editions import build_edition as build

            later(build, edition_id=begun.pk)
            return redirect("monitoring:edition", begun.code)
    else:
        messages.error(
            request,
            "; ".join(
                f"{form[name].label}: {' '.join(str(error) for error in errors)}"
                for name, errors in form.errors.items()
            ),
        )
    return redirect("monitoring:round", asked.code)


@login_required
@require_POST
def publish_edition(request: HttpRequest, code: str) -> HttpResponse:
    """Open a draft to everybody."""
    if not request.user.has_perm("monitoring.publish_edition"):
        raise PermissionDenied
    found = reads.edition_of(code, request.user)
    try:
        publish(signed_in(request), found)
        messages.success(request, _("The edition is published."))
    except Problem as problem:
        messages.error(request, say(problem))
    return redirect("monitoring:edition", found.code)


def _language() -> str:
    return get_language() or "en"
