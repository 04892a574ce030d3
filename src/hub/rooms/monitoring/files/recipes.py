"""A recipe file (TOML) to a checked recipe."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from hub.commons.sources.declarations import Section, parse_toml
from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.keys import CODE
from hub.rooms.monitoring.engine.places import Group, Grouping
from hub.rooms.monitoring.engine.recipe import Plan, Recipe, Vintage, check_order, complete_parameters
from hub.rooms.monitoring.files.mappings import read_mapping
from hub.rooms.monitoring.files.parameters import read_parameter
from hub.rooms.monitoring.files.shipped import read_toml_text

_NUMBER = (int, float)
RETIRED_RULES = ("keep-out", "keep")
# Older than any period that can be read.
ANY_AGE = 300.0


def load_recipe(reference: str) -> Recipe:
    """Read a recipe by path or shipped name."""
    return parse_recipe(read_toml_text(reference, "recipes"), reference)


def parse_recipe(text: str, name: str = "recipe") -> Recipe:
    """Parse and check a recipe; DataProblem names the key or step, what was found and what is allowed."""
    top = Section(parse_toml(text, name), "")
    edition, places, vintage = top.section("edition"), top.section("places", {}), top.section("vintage")
    day = _date(edition, "date")
    mapping = top.take("mapping", dict, {})
    read_mapping(mapping)
    plans = tuple(_plan(section) for section in top.sections("steps"))
    check_order(plans)
    groupings = tuple(_grouping(section) for section in places.sections("groupings", []))
    recipe = Recipe(
        code=_code(edition.take("code", str), "edition.code"),
        titles=edition.names("title"),
        date=day,
        framework=top.take("framework", str),
        vintage=_vintage(vintage, day),
        plans=plans,
        groupings=groupings,
        synthetic=edition.take("synthetic", bool, False),
        not_after=_date(edition, "not_after", day),
        mapping=mapping,
        retired=_retired(places.take("retired", dict, {})),
        place_table=_place_table(places.section("table", {})),
        sources=tuple(_source(section) for section in top.sections("sources", [])),
        change=_change(top.section("change", {}), day),
        text=text,
    )
    edition.finish("code", "title", "date", "not_after", "synthetic")
    places.finish("table", "retired", "groupings")
    top.finish("edition", "framework", "mapping", "places", "vintage", "sources", "steps", "change")
    _check_groupings(recipe)
    return recipe


def _date(section: Section, key: str, default: date | None = None) -> date:
    found = section.take(key, date, default if default is not None else ...)
    return found.date() if isinstance(found, datetime) else found


def _change(section: Section, day: date) -> tuple[date, date] | None:
    """The dates of the two editions to compare; None where the recipe compares none."""
    if not section.content:
        return None
    earlier, later = _date(section, "earlier"), _date(section, "later")
    section.finish("earlier", "later")
    if not earlier < later <= day:
        raise DataProblem(
            "change_dates_out_of_order", earlier=earlier.isoformat(), later=later.isoformat(), date=day.isoformat()
        )
    return earlier, later


def _code(code: str, key: str) -> str:
    if not CODE.fullmatch(code):
        raise DataProblem("node_code_invalid", node=code, key=key, allowed="A-Z a-z 0-9 _ -")
    return code


def _vintage(section: Section, day: date) -> Vintage:
    rule = section.take("rule", str)
    if rule != "latest-at-or-before":
        raise DataProblem("vintage_rule_unknown", found=rule, allowed="latest-at-or-before")
    vintage = Vintage(_date(section, "date", day), float(section.take("maximum_age_years", _NUMBER)))
    if not 0 < vintage.maximum_age_years <= 100:
        raise DataProblem("maximum_age_out_of_range", found=vintage.maximum_age_years, low=0, high=100)
    section.finish("rule", "date", "maximum_age_years")
    return vintage


def _plan(section: Section) -> Plan:
    do, method = section.take("do", str), section.take("method", str)
    given = {name: read_parameter(do, name, value) for name, value in section.content.items()}
    return Plan(do, method, complete_parameters(do, method, given))


def _grouping(section: Section) -> Grouping:
    groups = tuple(_group(own) for own in section.sections("groups"))
    grouping = Grouping(
        _code(section.take("code", str), section.path), section.names(), groups, section.take("column", str, "")
    )
    section.finish("code", "names", "column", "groups")
    return grouping


def _group(section: Section) -> Group:
    code = _code(section.take("code", str), section.path)
    group = Group(code, section.names(), tuple(section.take("prefixes", list, [])))
    section.finish("code", "names", "prefixes")
    return group


def _retired(found: Mapping[str, Any]) -> Mapping[str, str]:
    if not found:
        return {}
    section = Section(found, "places.retired")
    rule = section.take("rule", str)
    if rule not in RETIRED_RULES:
        raise DataProblem("retired_rule_unknown", found=rule, allowed=", ".join(RETIRED_RULES))
    read = {"rule": rule, "note": section.take("note", str), "code": section.take("code", str)}
    section.finish("rule", "note", "code")
    return read


def _place_table(section: Section) -> Mapping[str, str]:
    read = {
        "code": section.take("code", str, "code"),
        "name": section.take("name", str, "name"),
        "file": section.take("file", str, ""),
    }
    section.finish("code", "name", "file")
    return read


def _source(section: Section) -> Mapping[str, str]:
    read = {key: section.take(key, str, "") for key in ("title", "producer", "licence", "licence_address", "address")}
    read["citation"] = section.take("citation", str, "")
    section.finish("title", "producer", "licence", "licence_address", "address", "citation")
    return read


def _check_groupings(recipe: Recipe) -> None:
    """Groupings that steps name exist, and no group code is used twice: keys address groups without their grouping."""
    known = [grouping.code for grouping in recipe.groupings]
    for plan in recipe.plans:
        named = plan.parameters.get("grouping", "")
        for grouping in (*plan.parameters.get("groupings", ()), *((named,) if named else ())):
            if grouping not in known:
                raise DataProblem("grouping_unknown", step=plan.do, found=grouping, allowed=", ".join(known) or "-")
    codes = [group.code for grouping in recipe.groupings for group in grouping.groups]
    for code in codes:
        if codes.count(code) > 1:
            raise DataProblem("group_duplicated", found=code)


def parse_index_recipe(text: str, name: str = "recipe") -> Recipe:
    """A recipe for tables that bring their own framework and groups; only the steps must be there.

    Without [edition] the code is that of the file, and the title the code. Without a date it is `date.max` until the
    tables are read (`index_intake`). Without [vintage] the latest value at or before the date counts, however old.
    """
    top = Section(parse_toml(text, name), "")
    edition, places, vintage = (top.section(key, {}) for key in ("edition", "places", "vintage"))
    day = _date(edition, "date", date.max)
    mapping = top.take("mapping", dict, {})
    read_mapping(mapping)
    plans = tuple(_plan(section) for section in top.sections("steps"))
    check_order(plans)
    code = _code(edition.take("code", str, code_of_file(name)), "edition.code")
    recipe = Recipe(
        code=code,
        titles=edition.names("title") if "title" in edition.content else {"en": code},
        date=day,
        framework=top.take("framework", str, ""),
        vintage=_index_vintage(vintage, day),
        plans=plans,
        groupings=tuple(_grouping(section) for section in places.sections("groupings", [])),
        synthetic=edition.take("synthetic", bool, False),
        not_after=_date(edition, "not_after", day),
        mapping=mapping,
        retired=_retired(places.take("retired", dict, {})),
        place_table=_place_table(places.section("table", {})),
        sources=tuple(_source(section) for section in top.sections("sources", [])),
        text=text,
    )
    edition.finish("code", "title", "date", "not_after", "synthetic")
    places.finish("table", "retired", "groupings")
    top.finish("edition", "framework", "mapping", "places", "vintage", "sources", "steps")
    return recipe


def code_of_file(name: str) -> str:
    """The name of a file in the characters of codes."""
    stem = name.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".toml")
    code = "".join(mark if CODE.fullmatch(mark) else "-" for mark in stem)[:32]
    return code or "index"


def _index_vintage(section: Section, day: date) -> Vintage:
    if section.content:
        section.content.setdefault("rule", "latest-at-or-before")
        section.content.setdefault("maximum_age_years", 100)
        return _vintage(section, day)
    return Vintage(day, ANY_AGE)
