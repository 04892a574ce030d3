"""What the tables of a data package hold, for machines (Data Package v2) and for people."""

from collections.abc import Mapping
from typing import Any

from hub.rooms.monitoring.engine.change import VERDICTS
from hub.rooms.monitoring.engine.compared import Editions
from hub.rooms.monitoring.engine.framework import name_of
from hub.rooms.monitoring.engine.observations import STATUS_NAMES
from hub.rooms.monitoring.engine.run import Run

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
RESOURCE_PROFILE = "https://datapackage.org/profiles/2.0/dataresource.json"
TABLE_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
_CODE = {"pattern": "[A-Za-z0-9_-]{1,32}"}
_SHARE = {"minimum": 0, "maximum": 1}

Field = dict[str, Any]


def _field(name: str, kind: str, description: str, **constraints: Any) -> Field:
    field: Field = {"name": name, "type": kind, "description": description}
    if constraints:
        field["constraints"] = constraints
    return field


PLACE = _field("place", "string", "Code of the place", required=True, **_CODE)
INDICATOR = _field("indicator", "string", "Code of the indicator", required=True, **_CODE)


def _observations() -> list[Field]:
    return [
        PLACE,
        INDICATOR,
        _field("period", "string", "Period as published, ISO 8601", required=True),
        _field("value", "number", "Value in the unit of the indicator; empty is not available"),
        _field("low", "number", "Lower end of the published 95 % interval"),
        _field("high", "number", "Upper end of the published 95 % interval"),
        _field("status", "string", "What the source says of the value", required=True, enum=list(STATUS_NAMES)),
        _field("source", "string", "Source as named by its sender"),
        _field("note", "string", "Note of the source"),
        _field("selected", "boolean", "Whether this observation stands in the panel", required=True),
        _field("file_number", "integer", "Number of the file among the inputs", required=True, minimum=1),
        _field("file", "string", "Name of the file", required=True),
        _field("row", "integer", "Line of the file, the header being line 1", required=True, minimum=2),
    ]


def _scores(run: Run) -> list[Field]:
    names = {node.code: node.names["en"] for node in run.framework.nodes}
    return [
        _field("place", "string", "Code of the place", required=True, unique=True, **_CODE),
        *(_field(node, "number", f"Score: {names[node]}") for node in run.scores.nodes),
    ]


def _ranks() -> list[Field]:
    return [
        PLACE,
        _field("node", "string", "Index or area", required=True, **_CODE),
        _field(
            "rank", "integer", "Rank, 1 is the highest score; ties share the better place", required=True, minimum=1
        ),
        _field("rank_mean", "number", "Mean rank over the replications", required=True, minimum=1),
        _field("rank_median", "number", "Median rank over the replications", required=True, minimum=1),
        _field("rank_5th_percentile", "number", "5th percentile of the ranks", required=True, minimum=1),
        _field("rank_95th_percentile", "number", "95th percentile of the ranks", required=True, minimum=1),
        _field("share_among_first", "number", "Share of replications among the first places", required=True, **_SHARE),
        _field("tier", "integer", "Tier of places that cannot be told apart, 1 is the best; the index only", minimum=1),
    ]


def _changes(editions: Editions) -> list[Field]:
    days = {"earlier": editions.earlier.isoformat(), "later": editions.later.isoformat()}
    effects = {
        "data": "Points by new data",
        "revision": "Points by earlier data revised; empty is not known, and part of the data effect",
        "peers": "Points by the scale that the later values set, and by indicators that came in",
        "method": "Points by a changed recipe",
    }
    scores = [_field(f"score_{name}", "number", f"Score as of {day}") for name, day in days.items()]
    return [
        PLACE,
        _field("node", "string", "Index or area", required=True, **_CODE),
        *scores,
        _field("total", "number", "Later score less earlier score"),
        *(_field(name, "number", description) for name, description in effects.items()),
        *(field for name, day in days.items() for field in _dated_ranks(name, day)),
        _field("verdict", "string", "Whether the rank moved beyond its bands; the index only", enum=list(VERDICTS)),
    ]


def _dated_ranks(name: str, day: str) -> list[Field]:
    return [
        _field(f"rank_{name}", "integer", f"Rank as of {day}", minimum=1),
        _field(f"rank_{name}_5th_percentile", "number", f"5th percentile of the ranks as of {day}", minimum=1),
        _field(f"rank_{name}_95th_percentile", "number", f"95th percentile of the ranks as of {day}", minimum=1),
    ]


def _places(run: Run) -> list[Field]:
    return [
        _field("place", "string", "Code of the place", required=True, unique=True, **_CODE),
        _field("name", "string", "Name of the place"),
        *(_field(one.code, "string", f"Group: {one.names['en']}") for one in run.places.groupings),
        _field("scored", "boolean", "Whether the place is scored", required=True),
        _field("reason", "string", "Code of the reason where it is not"),
        _field("retired_since", "integer", "Year since which the code is no longer in use"),
        _field("successors", "string", "Codes and names that took its place"),
    ]


def _indicators() -> list[Field]:
    texts = {
        "parent": "Code of the node above",
        "number": "Number in the framework",
        "name": "Name in English",
        "name_local": "Name in the language of the report",
        "definition": "Definition in English",
        "unit": "Unit of the reported value",
    }
    return [
        _field("code", "string", "Code of the node", required=True, unique=True, **_CODE),
        _field("kind", "string", "index, area, feature, indicator or denominator", required=True),
        *(_field(name, "string", description) for name, description in texts.items()),
        _field("direction", "integer", "+1 more is better, -1 less is better, 0 computed", enum=[1, 0, -1]),
        _field("source_kind", "string", "official, survey, expert or either"),
        _field("sdg_targets", "string", "Targets of the Sustainable Development Goals, separated by blanks"),
        _field("low", "number", "Least possible value"),
        _field("high", "number", "Greatest possible value"),
        _field("denominator", "string", "Code of the column that the value is divided by"),
        _field("factor", "number", "Factor after the division"),
        _field("weight", "number", "Share among its siblings", **_SHARE),
        _field("effective_weight", "number", "Share in the whole index", **_SHARE),
        _field("source", "string", "Data set of origin"),
    ]


def _gaps() -> list[Field]:
    return [
        PLACE,
        INDICATOR,
        _field("reason", "string", "Why there is no value", required=True),
        _field("status", "string", "Status that the source gave"),
        _field("period", "string", "Period that the reason is about"),
        _field("note", "string", "Note of the source"),
        _field("imputed_value", "number", "Value that was put in its stead for the index"),
        _field("imputed_by", "string", "Method of imputation"),
    ]


def describe_package(run: Run, fingerprints: Mapping[str, tuple[str, int]], language: str) -> dict[str, Any]:
    """Descriptor of the package. fingerprints: table -> sha256 and size in bytes."""
    fields = {
        "observations": _observations(),
        "scores": _scores(run),
        "ranks": _ranks(),
        "places": _places(run),
        "indicators": _indicators(),
        "gaps": _gaps(),
    }
    keys = {
        "observations": ["place", "indicator", "period"],
        "scores": ["place"],
        "ranks": ["place", "node"],
        "places": ["place"],
        "indicators": ["code"],
        "gaps": ["place", "indicator"],
        "changes": ["place", "node"],
    }
    if run.editions:
        fields["changes"] = _changes(run.editions)
    return {
        "$schema": PROFILE,
        "name": run.recipe.code,
        "id": run.id,
        "title": run.recipe.titles["en"],
        "version": run.framework.version,
        "created": f"{run.recipe.date.isoformat()}T00:00:00Z",
        "synthetic": run.recipe.synthetic,
        "languages": sorted({"en", language}),
        "licenses": _licences(run),
        "sources": [_source(one) for one in run.recipe.sources],
        "resources": [_resource(name, fields[name], keys[name], fingerprints[name]) for name in fields],
    }


def _resource(name: str, fields: list[Field], keys: list[str], fingerprint: tuple[str, int]) -> dict[str, Any]:
    schema: dict[str, Any] = {"$schema": TABLE_PROFILE, "fields": fields, "primaryKey": keys, "missingValues": [""]}
    if name in ("observations", "gaps", "scores", "ranks", "changes"):
        schema["foreignKeys"] = [
            {"fields": ["place"], "reference": {"resource": "places", "fields": ["place"]}},
        ]
    return {
        "$schema": RESOURCE_PROFILE,
        "name": name,
        "path": f"{name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": fingerprint[1],
        "hash": f"sha256:{fingerprint[0]}",
        "schema": schema,
    }


def _licences(run: Run) -> list[dict[str, str]]:
    found = {one["licence"]: one["licence_address"] for one in run.recipe.sources if one["licence"]}
    return [{"title": title, "path": path} if path else {"title": title} for title, path in found.items()]


def _source(source: Mapping[str, str]) -> dict[str, str]:
    described = {"title": source["title"]}
    if source["address"]:
        described["path"] = source["address"]
    return described


def readme_of(run: Run, language: str) -> str:
    """The page that a person who opens the folder reads first."""
    title = run.recipe.titles.get(language) or run.recipe.titles["en"]
    lines = [f"# {title}", ""]
    if run.recipe.synthetic:
        lines += ["**All values in this package are synthetic: made up by a program, about no real place.**", ""]
    lines += [
        f"Data package of the run `{run.id}`, edition `{run.recipe.code}`, as of {run.recipe.date.isoformat()}.",
        f"Framework: {name_of(run.framework, 'en')}, version {run.framework.version} ({run.framework.status}).",
        "",
        "| file | content |",
        "| --- | --- |",
        f"| observations.csv | all {len(run.observations)} accepted observations, each with its file and row |",
        "| scores.csv | the index, areas and normalised indicators of every scored place |",
        "| ranks.csv | ranks of the index and of every area, with the band in which they move |",
        "| places.csv | the places, their groups, and why some are not scored |",
        "| indicators.csv | the framework: definitions, units, directions, limits, weights |",
        "| gaps.csv | every place and indicator without a reported value, with the reason |",
        *_line_of_changes(run),
        "| datapackage.json | types, constraints and licences (Data Package v2) |",
        "",
        "Empty cells are gaps, never zero. Text that a spreadsheet would run as a formula has an apostrophe in front.",
        "The step-by-step tables are in `../steps`; `hub monitoring trace KEY` leads from a printed figure to its row.",
        "",
        "## Sources",
        "",
        *(f"- {one['citation'] or one['title']} {one['address']}".rstrip() for one in run.recipe.sources),
        *(f"- File `{one.name}`: {one.rows} rows, SHA-256 `{one.sha256}`" for one in run.inputs),
    ]
    return "\n".join(lines) + "\n"


def _line_of_changes(run: Run) -> list[str]:
    if run.editions is None:
        return []
    days = f"{run.editions.earlier.isoformat()} to {run.editions.later.isoformat()}"
    return [f"| changes.csv | scores and ranks from {days}, what moved them, and whether beyond the bands |"]
