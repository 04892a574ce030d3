"""Statistical audit: what the build found when it asked of its own index what a statistician would ask."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from django.utils.translation import gettext as _

from hub.commons.documents.document import (
    Block,
    Cell,
    ChartBlock,
    Column,
    Fact,
    Facts,
    Gap,
    Row,
    Section,
    Table,
    Text,
)
from hub.kit.figures import Figure
from hub.rooms.monitoring.engine.auditing import AuditFigures, figures_of
from hub.rooms.monitoring.engine.findings import Link
from hub.rooms.monitoring.engine.framework import Node
from hub.rooms.monitoring.engine.keys import ALL
from hub.rooms.monitoring.phrases.auditing import VERDICTS
from hub.rooms.monitoring.report.charts import importance_plate
from hub.rooms.monitoring.report.sections.audit_findings import findings_section
from hub.rooms.monitoring.report.sections.method import WEIGHT_DIGITS
from hub.rooms.monitoring.report.sections.reading import Reading, ordered_names
from hub.rooms.monitoring.report.sections.steps import share_of

DIGITS = 2
# The scale of weights and importance ends at a multiple of this.
STEP = 0.05


def audit_sections(reading: Reading) -> list[Section]:
    """Verdicts, weights against importance, what goes together, and all findings."""
    figures = figures_of(reading.run)
    return [
        _verdicts(reading, figures),
        *_balance(reading, figures),
        _coherence(reading, figures),
        findings_section(reading, figures),
    ]


def _cell(reading: Reading, figures: AuditFigures, what: str, aspect: str, *, digits: int = DIGITS) -> Cell:
    value, key = figures.figure(what, aspect), reading.run.key(ALL, what, aspect)
    return Gap(_("cannot be told"), key) if value is None else Figure(value, key, digits=digits)


def _verdicts(reading: Reading, figures: AuditFigures) -> Section:
    text = Text(
        (
            _(
                "A statistical audit asks of an index whether its data bear it: the questions below are those of the "
                "audits that the Joint Research Centre of the European Commission makes of composite indicators."
            ),
            _(
                "This audit was done by the calculation itself, with fixed limits. The Joint Research Centre took no "
                "part in it and has neither seen nor approved this index."
            ),
            _(
                "A finding is a question and no error: a reason in the framework may be enough to leave things as they "
                "are. Nothing was changed because of the audit."
            ),
        )
    )
    columns = (
        Column(_("Question"), share=1.3),
        Column(_("Verdict"), share=4.2),
        *(Column(label, "number") for label in (_("Examined"), _("With a finding"), _("Findings"))),
    )
    count = partial(_cell, reading, figures, digits=0)
    rows = []
    for one in figures.audit.verdicts:
        what, phrase = f"audit-{one.dimension}", VERDICTS[one.code]
        counts = (count(what, aspect) for aspect in ("examined", "flagged", "findings"))
        said = f"{phrase.sentence} {phrase.cure}" if one.flagged or not one.examined else str(phrase.sentence)
        rows.append(Row((_dimension(one.dimension), said, *counts), reading.stem(ALL, what)))
    table = Table(_("Verdicts of the audit; examined are nodes of the framework and places"), columns, tuple(rows))
    blocks: tuple[Block, ...] = (text, table, *_robustness(reading, figures))
    return Section("audit", _("Statistical audit"), 1, blocks, opens_page=True)


def _dimension(code: str) -> str:
    names: Mapping[str, Callable[[], str]] = {
        "coverage": lambda: _("Coverage"),
        "coherence": lambda: _("Coherence"),
        "redundancy": lambda: _("Redundancy"),
        "balance": lambda: _("Balance"),
        "added_value": lambda: _("Added value"),
        "robustness": lambda: _("Robustness"),
    }
    return names[code]()


def _robustness(reading: Reading, figures: AuditFigures) -> tuple[Facts, ...]:
    if figures.audit.robustness is None:
        return ()
    cell = partial(_cell, reading, figures, "audit-robustness")
    limit = {"share": share_of(reading, figures.audit.limits.band_share)}
    wide = _("Share of places whose band is wider than %(share)s%% of all ranks, 0 to 1") % limit
    return (
        Facts(
            (
                Fact(_("Share of places whose rank lies in its own band, 0 to 1"), cell("inside")),
                Fact(_("Median width of a rank band, in ranks"), cell("band-width", digits=0)),
                Fact(wide, cell("wide")),
            )
        ),
    )


def _balance(reading: Reading, figures: AuditFigures) -> list[Section]:
    """Nothing where a single node makes up the index, or none of its parts can be told apart."""
    run, importance = reading.run, figures.tables["importance"]
    parts = [node for node in run.framework.children(run.framework.root) if node.code in importance]
    shares = {node.code: share for node in parts if (share := figures.figure(node.code, "importance")) is not None}
    own = tuple({"code": code, "weight": run.effective[code], "share": share} for code, share in shares.items())
    if not own:
        return []
    text = Text(
        (
            _(
                "Weights say what each part of the index should count for. Importance says what it does count for: how "
                "much of the differences between places in the index go with it (its squared correlation with the "
                "index, as a share of the sum over all parts)."
            ),
            _(
                "Where importance is far from the weight, readers who take the weight for influence are misled. A part "
                "that falls as the index rises has an importance too; the table of correlations shows its sign."
            ),
        )
    )
    rows = [{"code": node.code, "name": reading.name(node), "bold": False, "low": 0} for node in parts]
    most = STEP * (1 + int(max(*shares.values(), *(run.effective[code] for code in shares)) / STEP))
    plate = importance_plate(
        reading.frame, ordered_names(reading, rows), title=_("share of the index, 0 to 1"), most=round(most, 2)
    )
    caption = _("Weight and importance of each part of the index.")
    table = _importance_table(reading, figures, parts)
    chart = ChartBlock(
        "chart-importance", caption, _balance_alt(parts, reading, figures), plate, own, table, folded=False
    )
    return [Section("audit-balance", _("Weights and importance"), 2, (text, chart))]


def _balance_alt(parts: list[Node], reading: Reading, figures: AuditFigures) -> str:
    ratios = {reading.name(node): figures.figure(node.code, "importance-ratio") for node in parts}
    known = {name: ratio for name, ratio in ratios.items() if ratio is not None}
    said = {"most": max(known, key=known.__getitem__), "least": min(known, key=known.__getitem__)}
    return (
        _(
            "Weight and importance of each part of the index. Compared with its weight, %(most)s counts for most and "
            "%(least)s for least."
        )
        % said
    )


def _importance_table(reading: Reading, figures: AuditFigures, parts: list[Node]) -> Table:
    columns = (
        Column(_("Part of the index"), share=2.6),
        *(Column(label, "number") for label in (_("Weight"), _("Importance"), _("Importance over weight"))),
    )
    rows = []
    for node in parts:
        weight = reading.figure(reading.run.effective[node.code], ALL, node.code, "weight", digits=WEIGHT_DIGITS)
        importance = _cell(reading, figures, node.code, "importance", digits=WEIGHT_DIGITS)
        ratio = _cell(reading, figures, node.code, "importance-ratio")
        rows.append(Row((reading.name(node), weight, importance, ratio), reading.stem(ALL, node.code)))
    return Table(_("Weight and importance of the parts of the index"), columns, tuple(rows))


def _coherence(reading: Reading, figures: AuditFigures) -> Section:
    text = Text(
        (
            _(
                "Whether what stands together in the framework moves together. Cronbach’s alpha near 1 and a first "
                "principal component with most of the variance say that the parts of a group measure one thing; more "
                "than one component with an eigenvalue above 1 says that they measure several."
            ),
            _(
                "Correlations are Pearson’s, over the places that have both scores; scores run from worse to better, so "
                "a good indicator has a positive one with its group and with the index."
            ),
        )
    )
    blocks = (text, _groups(reading, figures), _correlations(reading, figures))
    return Section("audit-coherence", _("What goes together"), 2, blocks)


def _groups(reading: Reading, figures: AuditFigures) -> Table:
    columns = (
        Column(_("Group"), share=2.2),
        *(
            Column(label, "number")
            for label in (_("Cronbach’s alpha"), _("Share of the first component"), _("Components above 1"))
        ),
    )
    framework = reading.run.framework
    rows = []
    for one in figures.audit.groups:
        cell = partial(_cell, reading, figures, one.parent)
        cells = (cell("alpha"), cell("component"), cell("components", digits=0))
        kind = "group" if one.parent == framework.root else "plain"
        name = reading.name(framework.node(one.parent))
        rows.append(Row((name, *cells), reading.stem(ALL, one.parent), kind))  # type: ignore[arg-type]
    return Table(_("Whether each group measures one thing"), columns, tuple(rows))


def _correlations(reading: Reading, figures: AuditFigures) -> Table:
    columns = (
        Column(_("Area or indicator"), share=2.8),
        Column(_("Mark"), share=1.6),
        Column(_("With its group"), "number", 0.9),
        Column(_("With the index"), "number", 0.9),
    )
    framework = reading.run.framework
    rows = []
    for link in figures.audit.links:
        node = framework.node(link.node)
        is_part = node.parent == framework.root
        own: Cell = "" if is_part else _cell(reading, figures, node.code, "correlation")
        index = _cell(reading, figures, node.code, "index-correl")
        marks = _(", ").join(_marks(figures, link, is_part=is_part))
        kind = "group" if node.kind != "indicator" else "plain"
        rows.append(Row((reading.name(node), marks, own, index), reading.stem(ALL, node.code), kind))  # type: ignore[arg-type]
    return Table(_("Correlations with the own group and with the index"), columns, tuple(rows))


def _marks(figures: AuditFigures, link: Link, *, is_part: bool) -> Iterator[str]:
    """What is odd about the correlations, in a few words: none to speak of, below zero, or a weak one."""
    if not is_part:
        kind = _kind(figures, link.coefficient, link.p_value)
        words = {"none": _("unrelated to its group"), "below": _("against its group"), "weak": _("weak in its group")}
        yield from (words[kind],) if kind else ()
    root = figures.run.framework.root
    kind = _kind(figures, figures.with_index.coefficient(link.node, root), figures.with_index.p_value(link.node, root))
    words = {"none": _("unrelated to the index"), "below": _("against the index"), "weak": _("weak in the index")}
    yield from (words[kind],) if kind else ()


def _kind(figures: AuditFigures, coefficient: float, p_value: float) -> str:
    """none, below, weak, or blank; blank too where it cannot be told."""
    limits = figures.audit.limits
    if p_value > limits.significance:
        return "none"
    if coefficient < 0:
        return "below"
    return "weak" if coefficient < limits.weak else ""
