"""The filters of list, map, downloads and API, read from an address. Below the door: the lobby asks for them too."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.commons.places.maps import Box
from hub.commons.places.models import UnescoRegion
from hub.rooms.network.models import CityKind, Cluster
from hub.rooms.network.queries.cities import CityFilters, countries_with_cities, years_of_joining

STANDINGS = [("members", _("Members today")), ("former", _("Not members today"))]


class FilterForm(forms.Form):
    """Which cities to show. Everything is optional."""

    q = forms.CharField(label=_("Name"), max_length=100, required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    year = forms.TypedChoiceField(label=_("Year of joining"), required=False, coerce=int, empty_value=None)
    cluster = forms.ChoiceField(label=_("Cluster"), required=False)
    kind = forms.ChoiceField(label=_("Kind of unit"), required=False)
    standing = forms.ChoiceField(label=_("Standing"), required=False)
    within = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "region": list(UnescoRegion.choices),
            "country": [(country.iso3, country.name) for country in countries_with_cities()],
            "year": [(year, str(year)) for year in years_of_joining()],
            "cluster": [(cluster.code, _(cluster.name)) for cluster in Cluster.objects.all()],
            "kind": list(CityKind.choices),
            "standing": STANDINGS,
        }
        for name, offered in choices.items():
            self.fields[name].choices = [("", _("All")), *offered]  # type: ignore[attr-defined]

    def more(self) -> list[forms.BoundField]:
        """The filters that few people use."""
        return [self[name] for name in ("year", "cluster", "kind", "standing")]

    def asks_more(self) -> bool:
        """Whether one of those is in use."""
        return any(field.value() for field in self.more())

    def clean_within(self) -> Box | None:
        """Four numbers: west, south, east, north in degrees."""
        text = self.cleaned_data["within"]
        if not text:
            return None
        try:
            west, south, east, north = (float(part) for part in text.split(","))
        except ValueError:
            raise forms.ValidationError(
                _("“%(found)s” is not a part of the map. Give west, south, east, north in degrees: 0,40,10,50."),
                params={"found": text},
            ) from None
        return Box(west, south, east, north)


def filters_of(form: FilterForm) -> CityFilters:
    """The filters that a form asks for; what it could not read filters nothing."""
    form.is_valid()
    asked = form.cleaned_data if hasattr(form, "cleaned_data") else {}
    return CityFilters(
        region=asked.get("region", ""),
        country=asked.get("country", ""),
        kind=asked.get("kind", ""),
        cluster=asked.get("cluster", ""),
        year=asked.get("year"),
        standing=asked.get("standing", ""),
        text=asked.get("q", ""),
        within=asked.get("within"),
    )
