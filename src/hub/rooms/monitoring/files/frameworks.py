"""A framework file (TOML) to a checked tree."""

from typing import Any

from hub.commons.sources.declarations import Section, parse_toml
from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.framework import INDEX, SOURCE_KINDS, Framework, Node, Unit, grow_framework
from hub.rooms.monitoring.engine.keys import CODE
from hub.rooms.monitoring.files.shipped import read_toml_text

STATUSES = ("draft", "working", "published", "unofficial-reconstruction")
_NUMBER = (int, float)


def load_framework(reference: str) -> Framework:
    """Read a framework by path or shipped name."""
    return parse_framework(read_toml_text(reference, "frameworks"), reference)


def parse_framework(text: str, name: str = "framework") -> Framework:
    """Parse and check a framework; DataProblem names the node, what was found and what is allowed."""
    top = Section(parse_toml(text, name), "")
    head = top.section("framework")
    status = head.take("status", str)
    if status not in STATUSES:
        raise DataProblem("framework_status_unknown", found=status, allowed=", ".join(STATUSES))
    units = tuple(_unit(code, top_unit) for code, top_unit in _named(top.section("units", {})))
    index = top.section("index")
    nodes = [_node(index, "index", INDEX)]
    for kind, plural in (("area", "areas"), ("feature", "features"), ("indicator", "indicators")):
        nodes += [_node(section, kind) for section in top.sections(plural, [])]
    denominators = tuple(_node(section, "denominator") for section in top.sections("denominators", []))
    top.finish("framework", "units", "index", "areas", "features", "indicators", "denominators")
    framework = Framework(
        code=_code(head, head.take("code", str)),
        version=head.take("version", str),
        status=status,
        names=head.names(),
        nodes=tuple(nodes),
        denominators=denominators,
        units={unit.code: unit for unit in units},
        text=text,
    )
    head.take("note", str, "")
    head.take("licence", str, "")
    head.finish("code", "version", "status", "names", "note", "licence")
    _check_units(framework)
    return grow_framework(framework)


def _named(section: Section) -> list[tuple[str, Section]]:
    return [(code, Section(content, f"units.{code}")) for code, content in section.content.items()]


def _unit(code: str, section: Section) -> Unit:
    unit = Unit(code, section.names(), section.take("symbol", str, ""), section.take("digits", int, 1))
    section.finish("names", "symbol", "digits")
    return unit


def _code(section: Section, code: str) -> str:
    if not CODE.fullmatch(code):
        raise DataProblem("node_code_invalid", node=code, key=section.path, allowed="A-Z a-z 0-9 _ -")
    return code


def _node(section: Section, kind: str, code: str = "") -> Node:
    code = code or _code(section, section.take("code", str))
    # From here on the faults name the node and not its place in the file.
    section.path = code
    parent = section.take("parent", str, INDEX if kind == "area" else "") if kind != "index" else ""
    node = Node(
        code=code,
        parent="" if kind == "denominator" else parent,
        kind=kind,
        names=section.names(),
        number=section.take("number", str, ""),
        definition=section.take("definition", dict, {}),
        unit=section.take("unit", str, ""),
        direction=section.take("direction", int, 0),
        source_kind=_source_kind(section, kind),
        sdg_targets=tuple(section.take("sdg_targets", list, [])),
        low=_limit(section.take("low", _NUMBER, None)),
        high=_limit(section.take("high", _NUMBER, None)),
        weight=float(section.take("weight", _NUMBER, 1)),
        denominator=section.take("denominator", str, ""),
        factor=float(section.take("factor", _NUMBER, 1)),
        confidence=section.take("confidence", str, ""),
        source=section.take("source", str, ""),
    )
    section.finish(*Node.__slots__)
    return node


def _source_kind(section: Section, kind: str) -> str:
    found: str = section.take("source_kind", str, "")
    if kind == "indicator" and found not in SOURCE_KINDS:
        raise DataProblem("source_kind_unknown", node=section.path, found=found, allowed=", ".join(SOURCE_KINDS))
    return found


def _limit(found: Any) -> float | None:
    return None if found is None else float(found)


def _check_units(framework: Framework) -> None:
    for node in (*framework.indicators, *framework.denominators):
        if node.unit not in framework.units:
            raise DataProblem("unit_unknown", node=node.code, found=node.unit, allowed=", ".join(framework.units))
