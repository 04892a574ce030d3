"""What other rooms and the lobby may ask the room `monitoring`."""

from dataclasses import dataclass

from django.urls import reverse

from hub.rooms.monitoring.queries.editions import latest_published


@dataclass(frozen=True, slots=True)
class EditionCard:
    """An edition in short, for a page of another room."""

    title: str
    url: str
    places: int
    indicators: int
    is_synthetic: bool


def latest_edition() -> EditionCard | None:
    """The edition that was published last; None where none has been. One query."""
    edition = latest_published()
    if edition is None:
        return None
    return EditionCard(
        title=edition.title,
        url=reverse("monitoring:edition", args=[edition.code]),
        places=edition.counts.get("places", 0),
        indicators=edition.counts.get("indicators", 0),
        is_synthetic=edition.is_synthetic,
    )
