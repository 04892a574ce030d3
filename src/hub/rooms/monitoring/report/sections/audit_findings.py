"""The findings of the statistical audit: about nodes one by one, about places one by one where they are few."""

from collections.abc import Iterable, Mapping
from functools import partial

from django.utils.translation import gettext as _

from hub.commons.documents.document import Block, Column, Row, Section, Table, Text
from hub.commons.documents.figures import write_figure
from hub.kit.figures import Figure
from hub.rooms.monitoring.engine.auditing import AuditFigures
from hub.rooms.monitoring.engine.findings import AuditFinding
from hub.rooms.monitoring.engine.keys import ALL
from hub.rooms.monitoring.phrases.auditing import FINDINGS
from hub.rooms.monitoring.report.sections.reading import Reading

# Findings of one kind about more places than this are counted, and only the first few places are named.
MOST_PLACES, NAMED = 12, 5
COUNTS = ("dimensions_several",)
RANKS = ("rank_outside_band", "rank_band_wide")
Numbered = tuple[int, AuditFinding]


def findings_section(reading: Reading, figures: AuditFigures) -> Section:
    """All findings, warnings first."""
    kinds: dict[str, list[Numbered]] = {}
    for number, finding in enumerate(figures.audit.findings, start=1):
        kinds.setdefault(finding.code, []).append((number, finding))
    many = {code: found for code, found in kinds.items() if found[0][1].place and len(found) > MOST_PLACES}
    single = [one for code, found in kinds.items() if code not in many for one in found]
    blocks: list[Block] = [Text((_said(bool(single), bool(many)),))]
    if many:
        blocks.append(_places(reading, figures, many))
    if single:
        blocks.append(_table(reading, sorted(single, key=lambda one: one[1].severity != "warning")))
    return Section("audit-findings", _("Findings of the audit"), 2, tuple(blocks))


def _said(has_single: bool, has_many: bool) -> str:
    if has_many:
        return _(
            "Where one question concerns many places, they are counted, and those furthest from the limit are named; "
            "the file “audit.json” of the run has them all. Of the other findings, warnings come first, each with what "
            "can be done about it."
        )
    if has_single:
        return _("Warnings come first, each with what can be done about it.")
    return _("The audit found nothing that asks for a second look.")


def _table(reading: Reading, found: Iterable[Numbered]) -> Table:
    columns = (
        Column(_("Kind"), share=0.8),
        Column(_("Finding"), share=5),
        Column(_("Number found"), "number", 0.9),
        Column(_("Limit"), "number", 0.7),
    )
    return Table(_("Findings of the audit, one by one"), columns, tuple(_row(reading, *one) for one in found))


def _row(reading: Reading, number: int, finding: AuditFinding) -> Row:
    what, digits = f"audit-{number}", _digits(finding)
    numbers = [
        Figure(value, reading.run.key(ALL, what, aspect), digits=digits)
        for aspect, value in (("found", finding.found), ("limit", finding.limit))
    ]
    phrase = FINDINGS[finding.code]
    sentence = str(phrase.sentence) % _values(reading, finding, *numbers)
    is_warning = finding.severity == "warning"
    word = _("warning") if is_warning else _("note")
    said = f"{sentence} {phrase.cure}" if is_warning else sentence
    return Row((word, said, *numbers), reading.stem(ALL, what))


def _values(reading: Reading, finding: AuditFinding, found: Figure, limit: Figure) -> Mapping[str, str]:
    """What stands in the sentence, with names and numbers as the reader expects them."""
    nodes, against = (
        _(", ").join(_("“%(name)s”") % {"name": reading.name(reading.run.framework.node(code))} for code in codes)
        for codes in (finding.nodes, finding.against)
    )
    return {
        "node": nodes,
        "against": against,
        "place": reading.place(finding.place) if finding.place else "",
        "found": write_figure(found, reading.language),
        "limit": write_figure(limit, reading.language),
    }


def _digits(finding: AuditFinding) -> int:
    """Whole where it counts, else two, or so many more that the number and its limit do not look the same."""
    numbers = (finding.found, finding.limit)
    if finding.code in COUNTS or (finding.code in RANKS and all(number.is_integer() for number in numbers)):
        return 0
    digits = 1 if finding.code in RANKS else 2
    while digits < 6 and finding.found != finding.limit and len({round(number, digits) for number in numbers}) == 1:
        digits += 1
    return digits


def _places(reading: Reading, figures: AuditFigures, many: Mapping[str, list[Numbered]]) -> Table:
    columns = (
        Column(_("Question"), share=2.6),
        Column(_("Furthest from the limit"), share=3.2),
        Column(_("Places"), "number", 0.7),
    )
    rows = []
    for code, found in many.items():
        what = f"audit-{code}"
        count = reading.figure(figures.figure(what, "findings"), ALL, what, "findings")
        furthest = sorted((one for _number, one in found), key=lambda one: (-abs(one.found - one.limit), one.place))
        names = _(", ").join(reading.place(one.place) for one in furthest[:NAMED])
        rows.append(Row((_question(reading, found[0][1]), names, count), reading.stem(ALL, what)))
    return Table(_("Findings that concern many places"), columns, tuple(rows))


def _question(reading: Reading, finding: AuditFinding) -> str:
    write = partial(write_figure, language=reading.language)
    said = {"limit": write(Figure(finding.limit, digits=_digits(finding)))}
    sentences = {
        "place_few_values": _("Places with values for a share of less than %(limit)s of the indicators"),
        "rank_outside_band": _("Places whose rank lies outside its own band"),
        "rank_band_wide": _("Places whose rank is uncertain by more than %(limit)s ranks"),
    }
    return sentences[finding.code] % said
