"""Places, their files and their outlooks."""

from collections.abc import Sequence

from django.db.models import QuerySet

from hub.kit.errors import Finding
from hub.rooms.ageing.models import Delivery, Outlook, Place
from hub.rooms.network import door as network


def place_of(code: str) -> Place | None:
    """The place of a code; one that is not kept yet for a city of the network that has sent nothing; None for no city."""
    kept = Place.objects.select_related("country", "city")
    place = kept.filter(code=code).first()
    if place is not None:
        return place
    city = network.city_of_code(code)
    if city is None:
        return None
    # A city may have had another code when it sent its figures.
    new = Place(code=city.code, name=city.name, country_id=city.country, city_id=city.number)
    return kept.filter(city_id=city.number).first() or new


def current_deliveries(place: Place) -> list[Delivery]:
    """The files of a place that are in use, the oldest first."""
    return list(place.deliveries.filter(is_current=True).order_by("sent_at", "pk")) if place.pk else []


def deliveries_of(outlook: Outlook) -> list[Delivery]:
    """The files that an outlook was made from, as far as they are still kept, the oldest first."""
    numbers = [one["number"] for one in outlook.made_from if "number" in one]
    return list(Delivery.objects.filter(pk__in=numbers).select_related("place").order_by("sent_at", "pk"))


def all_deliveries(place: Place) -> QuerySet[Delivery]:
    """Every file that a place ever sent, the newest first."""
    return place.deliveries.select_related("sent_by")


def delivery_of(number: int) -> Delivery | None:
    """A file by its number."""
    return Delivery.objects.select_related("place", "place__country", "sent_by").filter(pk=number).first()


def findings_of(delivery: Delivery) -> list[Finding]:
    """What was noticed about a file."""
    return [Finding(**one) for one in delivery.findings]


def latest_outlook(place: Place, *, everything: bool) -> Outlook | None:
    """The outlook to show: the newest for those who answer for the place, the public one for everybody else."""
    if not place.pk:
        return None
    outlooks = place.outlooks.select_related("made_by")
    return outlooks.first() if everything else outlooks.filter(is_public=True).first()


def outlook_of(place: Place, code: str) -> Outlook | None:
    """An outlook by its code."""
    return place.outlooks.select_related("made_by").filter(code=code).first() if place.pk else None


def outlooks_of_place(place: Place) -> list[Outlook]:
    """Every outlook of a place, the newest first, without its arrays."""
    return list(place.outlooks.defer("results").select_related("made_by")) if place.pk else []


def public_outlooks() -> Sequence[Outlook]:
    """All outlooks that everybody may see, with their places, without their arrays."""
    shown = Outlook.objects.filter(is_public=True).select_related("place", "place__country").defer("results")
    return list(shown.order_by("place__name", "place__code"))
