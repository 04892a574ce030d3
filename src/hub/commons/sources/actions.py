"""Keeping a row for every source that a fact names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.text import slugify

from hub.commons.sources.models import Source
from hub.commons.sources.shipped import Provenance


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """A source as a file names it."""

    code: str
    title: str
    producer: str = ""
    url: str = ""
    licence: str = ""
    accessed: date | None = None


def page(url: str, *, accessed: date | None = None) -> SourceFacts:
    """A page of the web as a source; its code is made of host and a hash of the address."""
    parts = urlsplit(url)
    host = parts.netloc.removeprefix("www.")
    code = f"page-{slugify(host)[:50]}-{sha256(url.encode()).hexdigest()[:10]}"
    return SourceFacts(
        code, f"{host}{parts.path.rstrip('/')}"[:300], producer=host[:200], url=url[:600], accessed=accessed
    )


def shipped(provenance: Provenance) -> SourceFacts:
    """A file that comes with the Hub as a source."""
    code = slugify(provenance.file.rsplit(".", 1)[0].replace("/", "-").replace("_", "-"))
    return SourceFacts(
        code,
        provenance.title[:300],
        provenance.producer[:200],
        provenance.url[:600],
        provenance.licence[:120],
        provenance.accessed,
    )


@transaction.atomic
def keep_sources(told: Iterable[SourceFacts]) -> dict[str, Source]:
    """Add the sources that are not kept yet and return all that were told, by code. Kept ones stay as they are."""
    wanted = {facts.code: facts for facts in told}
    kept = Source.objects.in_bulk(list(wanted), field_name="code")
    new = [_source(facts) for code, facts in wanted.items() if code not in kept]
    Source.objects.bulk_create(new)
    return kept | {source.code: source for source in new}


def _source(facts: SourceFacts) -> Source:
    return Source(**{name: getattr(facts, name) for name in SourceFacts.__slots__})
