"""Sections drawn for the pages of the site, kept while their outlook stays what it is."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from hashlib import sha256

from django.core.cache import cache
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from hub.commons.documents.document import Block, ChartBlock, Document, Section
from hub.commons.documents.web import render_section
from hub.rooms.ageing.report.outlook import Subject, document_of

KEPT_SECONDS = 24 * 60 * 60


def markup_of(subject: Subject, name: str, make: Callable[[], Sequence[Section]]) -> SafeString:
    """Markup of sections for a page; drawn once for an outlook and a language.

    name  what tells these sections of the outlook from others: they are drawn again when it changes
    """
    outlook = subject.outlook
    key = f"ageing:{outlook.pk}:{outlook.code}:{subject.language}:{sha256(name.encode()).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        kept = "".join(_rendered(subject, make()))
        cache.set(key, str(kept), KEPT_SECONDS)
    return mark_safe(kept)  # noqa: S308 - written by our own renderer


def drawn(subject: Subject, title: str, blocks: Sequence[Block]) -> SafeString:
    """Markup of blocks that belong to one request only."""
    return mark_safe("".join(_rendered(subject, [Section("drawn", title, 1, tuple(blocks))])))  # noqa: S308 - our renderer


def drawn_alone(chart: ChartBlock, *, language: str) -> SafeString:
    """Markup of one chart that belongs to no outlook; drawn once for a language and the same rows."""
    digest = sha256(json.dumps([list(map(dict, chart.rows)), chart.caption], default=str).encode()).hexdigest()
    key = f"ageing:{chart.code}:{language}:{digest}"
    kept = cache.get(key)
    if kept is None:
        section = Section("drawn", chart.caption, 1, (chart,))
        document = Document(chart.caption, "", language, date.min, chart.code, (section,))
        kept = str(render_section(document, section, trace_base="?figure=", heading=0))
        cache.set(key, kept, KEPT_SECONDS)
    return mark_safe(kept)  # noqa: S308 - written by our own renderer


def drawn_section(section: Section, language: str) -> SafeString:
    """Markup of a section without charts that belongs to no outlook."""
    document = Document(section.title, "", language, date.min, section.code, (section,))
    return render_section(document, section, trace_base="?figure=", heading=2)


def _rendered(subject: Subject, sections: Sequence[Section]) -> list[SafeString]:
    document = document_of(subject, sections, title=subject.outlook.place.name)
    with override(subject.language):
        base = f"{reverse('ageing:sources', args=[subject.outlook.place.code])}?outlook={subject.outlook.code}&figure="
        return [render_section(document, section, trace_base=base, heading=2) for section in sections]
