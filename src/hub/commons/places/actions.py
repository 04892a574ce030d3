"""Bringing in the countries that come with the Hub."""

from collections.abc import Iterable

from django.db import transaction

from hub.commons.places.models import Country

FIELDS = {
    "iso2": "iso2",
    **{name: name for name in ("name_en", "name_fr", "name_es", "name_ar", "name_zh_hans", "name_ru", "unesco_region")},
    "m49_region": "m49_region_name",
    "m49_subregion": "m49_subregion_name",
    "income": "world_bank_income",
}


@transaction.atomic
def load_countries(rows: Iterable[dict[str, str]]) -> int:
    """Add or renew countries from rows of `countries.csv`; returns how many were new or changed."""
    kept = {country.iso3: country for country in Country.objects.all()}
    told = [_country(row) for row in rows]
    new = [country for country in told if country.iso3 not in kept]
    changed = [country for country in told if country.iso3 in kept and not _is_same(country, kept[country.iso3])]
    Country.objects.bulk_create(new)
    Country.objects.bulk_update(changed, ["m49", *FIELDS]) if changed else None
    return len(new) + len(changed)


def _country(row: dict[str, str]) -> Country:
    m49 = int(row["m49"]) if row["m49"] else None
    return Country(iso3=row["iso3"], m49=m49, **{field: row[column] for field, column in FIELDS.items()})


def _is_same(one: Country, other: Country) -> bool:
    return all(getattr(one, field) == getattr(other, field) for field in ("m49", *FIELDS))
