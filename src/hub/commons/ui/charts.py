"""Charts: one Vega-Lite specification, drawn once as SVG for the page and for the print.

A plate is what all charts of one kind share: scales, axes, labels and the rows in its data set `shared`. It is compiled
and drawn once; for each chart only the marks of its own rows (data set `own`) are drawn on it. Measuring text is what
costs Vega time (1.5 ms a word), so words belong on the plate. Positions never depend on measured text, nor on the fonts
of the machine: plates have fixed padding and explicit scale domains, so the same rows give the same bytes anywhere.
"""

import json
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from html import escape
from typing import Any
from xml.etree import ElementTree

from hub.commons.jobs.shards import run_shards

Rows = Sequence[Mapping[str, Any]]
Spec = Mapping[str, Any]

SHARED, OWN = "shared", "own"
SHARD_SIZE = 50
# Vega measures words by way of an SVG, and vl-convert ends the whole process where that is not well formed.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# The light values of the tokens in `static/ui/hub.css`; a page puts others in their place when it is dark.
TOKENS: Mapping[str, str] = {
    "ink": "#1b232d",
    "muted": "#55606d",
    "line": "#d9d4c7",
    "line-strong": "#8b8677",
    "paper": "#fdfcf9",
    "accent": "#0f4c5c",
    "accent-soft": "#c5d8dc",
    "warn": "#7a4a00",
    "data-2": "#b4530a",
}
FONT_SIZE = 11


def theme() -> dict[str, Any]:
    """The look of every chart, as a Vega-Lite `config`."""
    axis = {
        "labelColor": TOKENS["muted"],
        "labelFontSize": FONT_SIZE,
        "titleColor": TOKENS["muted"],
        "titleFontSize": FONT_SIZE,
        "titleFontWeight": "normal",
        "gridColor": TOKENS["line"],
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
        "titlePadding": 8,
        "labelLimit": 0,
        "titleLimit": 0,
    }
    return {
        "background": None,
        "view": {"stroke": None},
        "axis": axis,
        "text": {"color": TOKENS["ink"], "fontSize": FONT_SIZE},
    }


@dataclass(frozen=True, slots=True)
class Plate:
    """What charts of one kind share.

    spec    Vega-Lite with named data sets `shared` and `own`, `autosize: none`, fixed padding, explicit domains
    shared  rows that are the same in every chart of the kind
    """

    name: str
    spec: Spec
    shared: tuple[Mapping[str, Any], ...] = ()

    def specification(self, rows: Rows) -> dict[str, Any]:
        """The complete Vega-Lite specification of one chart, for live charts and for the data package."""
        return {**self.spec, "datasets": {SHARED: list(self.shared), OWN: list(rows)}}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn chart: the ground that it shares with its kind, named by `ground_id`, and its own marks."""

    width: int
    height: int
    ground_id: str
    ground: str
    marks: str


def draw(plate: Plate, rows: Rows) -> Drawing:
    """Draw one chart."""
    return draw_many([(plate, rows)])[0]


def draw_many(charts: Sequence[tuple[Plate, Rows]], executor: Executor | None = None) -> list[Drawing]:
    """Draw charts, in shards of one plate each; the order of the charts is kept.

    executor  any `concurrent.futures.Executor`; None draws here, one after the other
    """
    shards = _shards(charts)
    drawn: dict[int, str] = {}
    for (_, numbers, _), marks in zip(shards, run_shards(draw_shard, shards, executor=executor), strict=True):
        drawn.update(zip(numbers, marks, strict=True))
    plates = {id(plate): plate for plate, _ in charts}
    grounds = dict(zip(plates, run_shards(_ground, list(plates.values()), executor=executor), strict=True))
    return [Drawing(*grounds[id(plate)], drawn[number]) for number, (plate, _) in enumerate(charts)]


Shard = tuple[str, tuple[int, ...], tuple[Rows, ...]]


def _shards(charts: Sequence[tuple[Plate, Rows]]) -> list[Shard]:
    of_plate: dict[int, list[int]] = {}
    for number, (plate, _) in enumerate(charts):
        of_plate.setdefault(id(plate), []).append(number)
    shards: list[Shard] = []
    for numbers in of_plate.values():
        spec = _text(charts[numbers[0]][0].spec)
        for first in range(0, len(numbers), SHARD_SIZE):
            cut = tuple(numbers[first : first + SHARD_SIZE])
            shards.append((spec, cut, tuple(tuple(charts[number][1]) for number in cut)))
    return shards


def draw_shard(shard: Shard) -> list[str]:
    """Kernel: the marks of the charts of one shard, all on the same plate."""
    spec, _, charts = shard
    return [_marks(spec, rows) for rows in charts]


def write_svg(drawing: Drawing, alt: str, *, font: str = "", label: str = "") -> str:
    """One chart as an SVG file of its own. `label` is written across it (a synthetic edition)."""
    mark = _label(drawing, label)
    family = f' font-family="{escape(font)}"' if font else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawing.width}" height="{drawing.height}" '
        f'viewBox="0 0 {drawing.width} {drawing.height}" role="img" direction="ltr" aria-label="{escape(alt)}"'
        f"{family}>{drawing.ground}{drawing.marks}{mark}</svg>"
    )


def _label(drawing: Drawing, label: str) -> str:
    if not label:
        return ""
    x, y = drawing.width / 2, drawing.height / 2
    return (
        f'<text class="mark" x="{x:g}" y="{y:g}" transform="rotate(-18 {x:g} {y:g})" text-anchor="middle" '
        f'font-size="40" font-weight="700" fill="{TOKENS["data-2"]}" fill-opacity="0.22">{escape(label)}</text>'
    )


def _text(spec: Spec) -> str:
    return json.dumps(spec, sort_keys=True, ensure_ascii=False)


@lru_cache(maxsize=64)
def _compile(spec: str) -> dict[str, Any]:
    """Vega from Vega-Lite, without rows; about 0.1 s, so once per plate and process."""
    import vl_convert

    return vl_convert.vegalite_to_vega({**_clean(json.loads(spec)), "config": theme()})


def _ground(plate: Plate) -> tuple[int, int, str, str]:
    spec = _text(plate.spec)
    svg = _draw(_with_rows(_compile(spec), {SHARED: plate.shared, OWN: ()}))
    size = ElementTree.fromstring(svg).attrib  # noqa: S314 - drawn by us
    width, height = round(float(size["width"])), round(float(size["height"]))
    inner = _lean(svg)
    return width, height, "ground-" + sha256(inner.encode()).hexdigest()[:10], inner


def _marks(spec: str, rows: Rows) -> str:
    if not rows:
        return ""
    vega = _with_rows(_compile(spec), {SHARED: (), OWN: rows})
    names = _fed_by_own(vega)
    vega["marks"] = [mark for mark in vega["marks"] if mark.get("from", {}).get("data") in names]
    for part in ("axes", "legends", "title"):
        vega.pop(part, None)
    return _lean(_draw(vega))


def _with_rows(vega: Mapping[str, Any], rows: Mapping[str, Rows]) -> dict[str, Any]:
    filled = {**vega, "data": deepcopy(vega["data"])}
    for source in filled["data"]:
        if source["name"] in rows:
            source["values"] = _clean(list(rows[source["name"]]))
    return filled


def _clean(part: Any) -> Any:
    """The same with a replacement mark for every character that XML does not know."""
    if isinstance(part, str):
        return NOT_XML.sub("\ufffd", part)
    if isinstance(part, Mapping):
        return {name: _clean(value) for name, value in part.items()}
    return [_clean(value) for value in part] if isinstance(part, list | tuple) else part


def _fed_by_own(vega: Mapping[str, Any]) -> set[str]:
    """Names of the data sets that come from the rows of the one chart."""
    names = {OWN}
    for source in vega["data"]:
        if source.get("source") in names:
            names.add(source["name"])
    return names


def _draw(vega: dict[str, Any]) -> str:
    import vl_convert

    return vl_convert.vega_to_svg(vega)


# What Vega writes for its own use: roles for screen readers (a chart is one picture with one alternative), styles
# (which a strict content policy refuses), names of fonts (the page or the print has its own).
_NOISE = frozenset(("class", "role", "style", "pointer-events", "font-family", "stroke-miterlimit", "cursor"))
_EMPTY = ("", "M0,0h0v0h0Z")
_LONG = re.compile(r"(\d+\.\d\d)\d+")


def _lean(svg: str) -> str:
    """What stands inside the svg element, without what nobody reads."""
    # Our own output of Vega, not a file from outside; without namespaces it is written back as it was.
    root = ElementTree.fromstring(re.sub(r'\sxmlns(:xlink)?="[^"]*"', "", svg))  # noqa: S314
    parts = [ElementTree.tostring(kept, encoding="unicode") for child in root for kept in _pruned(child)]
    return _LONG.sub(r"\1", "".join(parts))


def _pruned(element: ElementTree.Element) -> list[ElementTree.Element]:
    """The element without noise; nothing where it draws nothing; its children where it only wraps them."""
    if element.tag == "rect" and element.get("fill") in ("white", "none", None):
        return []
    if element.tag == "path" and (element.get("d", "") in _EMPTY or not (element.get("fill") or element.get("stroke"))):
        return []
    kept = {
        name: value for name, value in element.attrib.items() if name not in _NOISE and not name.startswith("aria-")
    }
    if kept.get("opacity") == "1":
        del kept["opacity"]
    if kept.get("transform") == "translate(0,0)":
        del kept["transform"]
    children = [grandchild for child in element for grandchild in _pruned(child)]
    if element.tag == "g" and (not kept or not children):
        return children
    pruned = ElementTree.Element(element.tag, kept)
    pruned.text = element.text
    pruned.extend(children)
    return [pruned]
