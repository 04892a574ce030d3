"""Editions and where their files lie."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404

from hub.commons.people.models import Person
from hub.rooms.monitoring.models import Edition
from hub.rooms.monitoring.models.editions import EditionState


def editions_open_to(person: Person) -> QuerySet[Edition]:
    """Published editions, newest first; staff see drafts and failures as well."""
    editions = Edition.objects.select_related("round")
    return editions if person.has_perm("monitoring.build_edition") else editions.filter(state=EditionState.PUBLISHED)


def edition_of(code: str, person: Person) -> Edition:
    """One edition that the person may read; Http404 otherwise, so that drafts cannot be guessed."""
    found = Edition.objects.select_related("round").filter(code=code).first()
    if found is None or not person.has_perm("monitoring.read_edition", found):
        raise Http404
    return found


def edition_of_run(run: str, person: Person) -> Edition | None:
    """The edition whose run begins with these digits, if the person may read it."""
    for found in Edition.objects.filter(run_id__startswith=run).exclude(run_id="").order_by("-published_at", "-pk"):
        if person.has_perm("monitoring.read_edition", found):
            return found
    return None


def latest_published() -> Edition | None:
    """The edition that was published last."""
    return Edition.objects.filter(state=EditionState.PUBLISHED).order_by("-published_at", "-pk").first()


def folder_of(edition: Edition) -> Path:
    """Where the files of an edition lie."""
    return Path(settings.PRIVATE_ROOT) / "editions" / edition.code


def contents_of(edition: Edition, language: str) -> list[dict[str, Any]]:
    """The sections of an edition in a language: code, title, level, kind; English where it was not built."""
    return _read_contents(_pages_of(edition, language) / "contents.json")


@lru_cache(maxsize=64)
def _read_contents(file: Path) -> list[dict[str, Any]]:
    if not file.exists():
        raise Http404
    contents: list[dict[str, Any]] = json.loads(file.read_text())
    return contents


def section_of(edition: Edition, language: str, code: str) -> str:
    """The markup of one section as it was built; Http404 where there is none."""
    if not any(section["code"] == code for section in contents_of(edition, language)):
        raise Http404
    return (_pages_of(edition, language) / f"{code}.html").read_text()


def _pages_of(edition: Edition, language: str) -> Path:
    pages = folder_of(edition) / "pages"
    return pages / (language if (pages / language).is_dir() else "en")


def files_of_edition(edition: Edition) -> list[tuple[str, int]]:
    """What may be taken from an edition: (name below its folder, bytes), reports first."""
    folder = folder_of(edition)
    found = [*sorted(folder.glob("report-*.pdf")), *sorted(folder.glob("report-*.html")), *sorted(folder.glob("*.zip"))]
    return [(file.name, file.stat().st_size) for file in found]
