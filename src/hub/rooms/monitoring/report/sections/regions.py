"""Regions: each group of places, its areas against all places, and what is known of its indicators."""

from django.utils.translation import gettext as _

from hub.commons.documents.document import ChartBlock, Column, Fact, Facts, Row, Section, Table, Text
from hub.rooms.monitoring.engine.framework import INDEX, Node
from hub.rooms.monitoring.engine.keys import ALL
from hub.rooms.monitoring.engine.places import Group, Grouping
from hub.rooms.monitoring.report.charts import group_plate
from hub.rooms.monitoring.report.sections.reading import Reading, group_section, ordered_names

SPREAD = ("count", "quartile-low", "median", "quartile-high")
VALUES = ("count", "least", "median", "most")


def region_sections(reading: Reading) -> list[Section]:
    """One section a group; none where places are not grouped."""
    groupings = reading.run.recipe.groupings
    if not groupings:
        return []
    text = Text(
        (
            _(
                "Every place of a group counts once, whatever its size. Scores run from worse to better; values "
                "of indicators are in their own units."
            ),
            _(
                "Where no place of a group has a value for an indicator, that indicator is not part of the "
                "group’s figures; it is neither zero nor poor."
            ),
        )
    )
    plate = group_plate(reading.frame, _all_places(reading), title=_("score"), ends=reading.ends)
    first = Section("regions", _("Groups of places"), 1, (text,), opens_page=True)
    return [
        first,
        *(
            _group(reading, grouping, group, plate)
            for grouping in groupings
            for group in grouping.groups
            if reading.run.places.members(group.code)
        ),
    ]


def _compared(reading: Reading) -> list[Node]:
    return [reading.run.framework.node(INDEX), *reading.areas]


def _all_places(reading: Reading) -> list[dict]:
    rows = []
    for node in _compared(reading):
        low, middle, high = reading.spread(node.code) or (None, None, None)
        rows.append(
            {
                "code": node.code,
                "name": reading.name(node),
                "bold": node.code == INDEX,
                "low": low,
                "middle": middle,
                "high": high,
            }
        )
    return ordered_names(reading, rows)


def _group(reading: Reading, grouping: Grouping, group: Group, plate: object) -> Section:
    who, index = f"@{group.code}", reading.run.framework.node(INDEX)
    members = [place for place in reading.run.places.members(group.code) if place in set(reading.scored)]
    facts = Facts(
        (
            Fact(_("Places scored"), reading.total("places", who, value=float(len(members)))),
            Fact(_("Median score of the index"), reading.statistic(who, index, "median")),
            Fact(_("Lowest score"), reading.statistic(who, index, "least")),
            Fact(_("Highest score"), reading.statistic(who, index, "most")),
        ),
        home=True,
    )
    named = {"grouping": grouping.names.get(reading.language) or grouping.names["en"], "group": reading.group(group)}
    blocks = (facts, _chart(reading, group, plate, members), _indicators(reading, group))
    return Section(group_section(group.code), _("%(grouping)s: %(group)s") % named, 2, blocks, opens_page=True)


def _chart(reading: Reading, group: Group, plate: object, members: list[str]) -> ChartBlock:
    who, own = f"@{group.code}", []
    for node in _compared(reading):
        spread, everywhere = reading.spread(node.code, tuple(members)), reading.spread(node.code)
        if spread and everywhere:
            low, middle, high = spread
            own.append({"code": node.code, "low": low, "middle": middle, "high": high, "above": middle - everywhere[1]})
    columns = (
        Column(_("Index and areas"), share=2.4),
        *(
            Column(label, "number")
            for label in (_("Places with a score"), _("Lower quartile"), _("Median"), _("Upper quartile"))
        ),
    )
    rows = tuple(
        Row(
            (reading.name(node), *(reading.statistic(who, node, aspect) for aspect in SPREAD)),
            reading.stem(who, node.code),
            "group" if node.code == INDEX else "plain",
        )
        for node in _compared(reading)
    )
    name = reading.group(group)
    table = Table(_("%(group)s: scores by area") % {"group": name}, columns, rows, home=True)
    caption = _("%(group)s against all places: scores of the index and of every area.") % {"group": name}
    return ChartBlock(f"chart-{group.code}", caption, _alt(reading, name, own), plate, tuple(own), table, folded=False)


def _alt(reading: Reading, group: str, own: list[dict]) -> str:
    nodes = {node.code: reading.name(node) for node in _compared(reading)}
    if not own:
        return _("%(group)s has no scores.") % {"group": group}
    best, worst = max(own, key=lambda row: row["above"]), min(own, key=lambda row: row["above"])
    said = {"group": group, "best": nodes[best["code"]], "worst": nodes[worst["code"]]}
    return (
        _(
            "Medians of %(group)s against all places. Compared with the median of all places, the group does "
            "best in %(best)s and least well in %(worst)s."
        )
        % said
    )


def _indicators(reading: Reading, group: Group) -> Table:
    who = f"@{group.code}"
    columns = (
        Column(_("Indicator"), share=3.2),
        *(Column(label, "number", 0.9) for label in (_("Places with a value"), _("Lowest"), _("Median"), _("Highest"))),
    )
    rows = []
    for area in reading.areas:
        for node in reading.indicators_of(area):
            cells = tuple(reading.statistic(who, node, aspect) for aspect in VALUES)
            rows.append(Row((reading.named_with_unit(node), *cells), reading.stem(who, node.code)))
    return Table(
        _("%(group)s: values of the indicators in their own units") % {"group": reading.group(group)},
        columns,
        tuple(rows),
        home=True,
    )


def indicator_range(reading: Reading, node: Node) -> Row:
    """Values of an indicator across all places."""
    cells = tuple(reading.statistic(ALL, node, aspect) for aspect in VALUES)
    return Row((reading.named_with_unit(node), *cells), reading.stem(ALL, node.code))
