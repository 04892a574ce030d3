"""Words of a chart that Typst sets itself: all but those in plain Latin, Greek and Cyrillic letters.

Inside an SVG it loses which letters a joined or combined sign was made of, and a PDF that does not know its letters is
not accessible; and it takes the thinnest of the weights of the Chinese font.
"""

import re
from dataclasses import dataclass
from xml.etree import ElementTree

SET_BY_TYPST = re.compile(
    "[^\t\n\r -\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u22ff\ufffd]"
)
_ISOLATES = re.compile("[\u2066-\u2069]")
_NUMBER = r"(-?[\d.]+)"
_TRANSLATE = re.compile(rf"translate\({_NUMBER},{_NUMBER}\)")
_ROTATE = re.compile(rf"rotate\({_NUMBER}\)")


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a point of the drawing, in its units: `y` is the base line, `angle` in degrees clockwise."""

    words: str
    x: float
    y: float
    anchor: str
    size: float
    fill: str
    bold: bool
    angle: float


def take_labels(fragment: str) -> tuple[str, list[Label]]:
    """The fragment without the words that Typst sets, and these words; a fragment without any comes back as it was."""
    if not SET_BY_TYPST.search(fragment):
        return fragment, []
    # Drawn by us, not a file from outside.
    root = ElementTree.fromstring(f"<svg>{fragment}</svg>")  # noqa: S314
    labels: list[Label] = []
    _take(root, 0.0, 0.0, labels)
    return "".join(ElementTree.tostring(child, encoding="unicode") for child in root), labels


def _take(element: ElementTree.Element, x: float, y: float, labels: list[Label]) -> None:
    for child in list(element):
        moved = _TRANSLATE.search(child.get("transform", ""))
        at = (x + float(moved[1]), y + float(moved[2])) if moved else (x, y)
        if child.tag == "text" and SET_BY_TYPST.search(child.text or ""):
            labels.append(_label(child, *at))
            element.remove(child)
        else:
            _take(child, *at, labels)


def _label(element: ElementTree.Element, x: float, y: float) -> Label:
    turned = _ROTATE.search(element.get("transform", ""))
    return Label(
        words=_ISOLATES.sub("", element.text or ""),
        x=round(x, 2),
        y=round(y, 2),
        anchor=element.get("text-anchor", "start"),
        size=float(element.get("font-size", "11px").removesuffix("px")),
        fill=element.get("fill", "#000000"),
        bold=element.get("font-weight", "") == "bold",
        angle=float(turned[1]) if turned else 0.0,
    )
