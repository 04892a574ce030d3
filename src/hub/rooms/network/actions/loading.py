"""Bringing the shipped register into the database, as often as one likes.

A row that is missing is added; a row that its file has changed is renewed, unless people have changed it here since;
a row that its file has dropped goes, unless people have changed it. Whatever people changed or removed stays so.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from hub.commons.history.actions import delete_as
from hub.commons.places.actions import load_countries
from hub.commons.sources.actions import SourceFacts, keep_sources
from hub.rooms.network.models import (
    AnnouncedTotal,
    Award,
    City,
    CityAlias,
    CityName,
    CityValue,
    Cluster,
    ClusterMembership,
    MembershipEvent,
)

ACTION = "network_load"
Row = dict[str, Any]
Table = dict[str, Row]


@dataclass(slots=True)
class RegisterFacts:
    """Everything that the files say, table by table: key -> fields; `city`, `source` and `cluster` are codes."""

    countries: list[dict[str, str]] = field(default_factory=list)
    sources: dict[str, SourceFacts] = field(default_factory=dict)
    cities: Table = field(default_factory=dict)
    clusters: Table = field(default_factory=dict)
    names: Table = field(default_factory=dict)
    values: Table = field(default_factory=dict)
    events: Table = field(default_factory=dict)
    totals: Table = field(default_factory=dict)
    cluster_memberships: Table = field(default_factory=dict)
    awards: Table = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Table:
    """How a table is loaded: the fields that the files fill, and those of them that no two rows may share."""

    model: type[Any]
    fields: tuple[str, ...]
    once: tuple[str, ...]


TABLES = {
    "cities": _Table(
        City, ("code", "name", "kind", "kind_note", "country_id", "region", "source_id", "note"), ("code",)
    ),
    "clusters": _Table(Cluster, ("code", "name", "source_id", "note"), ("code",)),
    "names": _Table(
        CityName, ("city_id", "text", "script", "language", "source_id"), ("city_id", "text", "script", "language")
    ),
    "values": _Table(
        CityValue,
        ("city_id", "property", "number", "unit", "as_of", "precision", "source_id", "note"),
        ("city_id", "property", "source_id", "as_of"),
    ),
    "events": _Table(
        MembershipEvent, ("city_id", "kind", "date", "precision", "source_id", "note"), ("city_id", "kind", "date")
    ),
    "totals": _Table(
        AnnouncedTotal,
        ("code", "date", "precision", "cities", "countries", "joined", "joined_countries", "source_id", "note"),
        ("code",),
    ),
    "cluster_memberships": _Table(
        ClusterMembership,
        ("cluster_id", "city_id", "role", "valid_from", "source_id", "note"),
        ("cluster_id", "city_id"),
    ),
    "awards": _Table(Award, ("city_id", "year", "title", "source_id"), ("city_id", "year", "title")),
}


@dataclass(frozen=True, slots=True)
class Loading:
    """What a load did to one table; `skipped` are the keys of rows that people had changed or removed."""

    table: str
    added: int
    renewed: int
    dropped: int
    skipped: tuple[str, ...]


@transaction.atomic
def load_register(facts: RegisterFacts, *, progress: Callable[[str], None] = lambda _table: None) -> list[Loading]:
    """Bring the facts in and tell what was done; `progress` is called as each table is done."""
    loadings = [Loading("countries", load_countries(facts.countries), 0, 0, ())]
    progress("countries")
    ids = _Ids(sources={code: source.pk for code, source in keep_sources(facts.sources.values()).items()})
    progress("sources")
    for name, table in TABLES.items():
        rows = {key: ids.resolve(row) for key, row in getattr(facts, name).items() if ids.knows(row)}
        loadings.append(_load_table(name, table, rows))
        if name == "cities":
            ids.cities = dict(City.objects.values_list("code", "pk"))
        if name == "clusters":
            ids.clusters = dict(Cluster.objects.values_list("code", "pk"))
        progress(name)
    return loadings


@dataclass(slots=True)
class _Ids:
    """Primary keys by code."""

    sources: dict[str, int]
    cities: dict[str, int] = field(default_factory=dict)
    clusters: dict[str, int] = field(default_factory=dict)

    def knows(self, row: Row) -> bool:
        """Whether the city of a row is there; one that people merged into another is not."""
        return "city" not in row or row["city"] in self.cities

    def resolve(self, row: Row) -> Row:
        """A row with primary keys in the place of codes."""
        known = {"city": self.cities, "cluster": self.clusters, "source": self.sources}
        return {
            (f"{name}_id" if name in known else name): (known[name][value] if name in known and value else value)
            for name, value in row.items()
        }


def _load_table(name: str, table: _Table, rows: Table) -> Loading:
    everything = list(table.model.objects.all())
    kept = {row.loaded_key: row for row in everything if row.loaded_key}
    taken = {tuple(getattr(row, field) for field in table.once) for row in everything}
    removed = _removed_by_people(table.model)
    new: list[tuple[str, Row, str]] = []
    renewed: list[tuple[str, Row, str]] = []
    skipped: list[tuple[str, Row, str]] = []
    for key, row in rows.items():
        mark = _mark(table, row)
        if key not in kept:
            is_there = key in removed or tuple(row.get(field) for field in table.once) in taken
            (skipped if is_there else new).append((key, row, mark))
        elif kept[key].loaded_as != mark:
            (renewed if _is_untouched(table, kept[key]) else skipped).append((key, row, mark))
    _create(table, [table.model(**row, loaded_key=key, loaded_as=mark) for key, row, mark in new])
    _renew(table, [(kept[key], row, mark) for key, row, mark in renewed])
    dropped, held = _drop(table, [row for key, row in kept.items() if key not in rows])
    return Loading(name, len(new), len(renewed), dropped, (*(key for key, _row, _mark in skipped), *held))


def _removed_by_people(model: type[Any]) -> set[str]:
    removed = set(
        model.history.filter(history_type="-", history_user__isnull=False).values_list("loaded_key", flat=True)
    )
    return removed | (set(CityAlias.objects.values_list("code", flat=True)) if model is City else set())


def _create(table: _Table, rows: list[Any]) -> None:
    if rows:
        bulk_create_with_history(rows, table.model, batch_size=500, default_change_reason=ACTION)


def _renew(table: _Table, rows: list[tuple[Any, Row, str]]) -> None:
    for kept, row, mark in rows:
        for name, value in (row | {"loaded_as": mark}).items():
            setattr(kept, name, value)
    if rows:
        names = [name.removesuffix("_id") for name in rows[0][1]]
        renewed = [kept for kept, _row, _mark in rows]
        bulk_update_with_history(
            renewed, table.model, [*names, "loaded_as"], batch_size=500, default_change_reason=ACTION
        )


def _drop(table: _Table, rows: list[Any]) -> tuple[int, list[str]]:
    """Remove what the files have dropped. A city goes by merging only, a changed row by hand only."""
    held = [row.loaded_key for row in rows if table.model is City or not _is_untouched(table, row)]
    for row in rows:
        if row.loaded_key not in held:
            delete_as(None, row, ACTION)
    return len(rows) - len(held), held


def _is_untouched(table: _Table, kept: Any) -> bool:
    """Whether a row is as the last load left it."""
    return kept.loaded_as == _mark(table, {name: getattr(kept, name) for name in table.fields})


def _mark(table: _Table, row: Row) -> str:
    text = "\x1f".join(f"{name}={row.get(name)!r}" for name in table.fields)
    return sha256(text.encode()).hexdigest()[:16]
