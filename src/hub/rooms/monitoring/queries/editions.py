"""Editions and where their files lie."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils.safestring import SafeString, mark_safe

from hub.commons.people.visitors import Visitor
from hub.rooms.monitoring.models import Edition
from hub.rooms.monitoring.models.editions import EditionState


def editions_open_to(person: Visitor) -> QuerySet[Edition]:
    """Published editions, newest first; staff see drafts and failures as well."""
    editions = Edition.objects.select_related("round")
    return editions if person.has_perm("monitoring.build_edition") else editions.filter(state=EditionState.PUBLISHED)


def edition_of(code: str, person: Visitor) -> Edition:
    """One edition that the person may read; Http404 otherwise, so that drafts cannot be guessed."""
    found = Edition.objects.select_related("round").filter(code=code).first()
    if found is None or not person.has_perm("monitoring.read_edition", found):
        raise Http404
    return found


def edition_of_run(run: str, person: Visitor) -> Edition | None:
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


def section_of(edition: Edition, language: str, code: str) -> SafeString:
    """The markup of one section as it was built, every text in it escaped then; Http404 where there is none."""
    if not any(section["code"] == code for section in contents_of(edition, language)):
        raise Http404
    return mark_safe((_pages_of(edition, language) / f"{code}.html").read_text())  # noqa: S308 (written by report/web.py)


def _pages_of(edition: Edition, language: str) -> Path:
    pages = folder_of(edition) / "pages"
    return pages / (language if (pages / language).is_dir() else "en")


@dataclass(frozen=True, slots=True)
class Download:
    """A file that may be taken: name below the folder, kind, language (blank where it has none), bytes."""

    name: str
    kind: str
    language: str
    size: int

    @classmethod
    def of(cls, file: Path) -> "Download":
        languages = dict(settings.LANGUAGES)
        code = file.stem.partition("-")[2]
        return cls(file.name, file.suffix[1:].upper(), languages.get(code, ""), file.stat().st_size)


def files_of_edition(edition: Edition) -> list[Download]:
    """What may be taken from an edition, reports by language first."""
    found = [
        file for pattern in ("report-*.pdf", "report-*.html", "*.zip") for file in folder_of(edition).glob(pattern)
    ]
    return [Download.of(file) for file in sorted(found, key=lambda file: (file.suffix == ".zip", file.name))]
