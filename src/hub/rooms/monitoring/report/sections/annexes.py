"""Annexes: the files with their fingerprints and licences, and the gaps by indicator."""

from django.utils.translation import gettext as _

from hub.commons.documents.document import Block, Column, Points, Reference, Row, Section, Table, Text
from hub.rooms.monitoring.engine.framework import Node
from hub.rooms.monitoring.engine.keys import ALL
from hub.rooms.monitoring.report.sections import words
from hub.rooms.monitoring.report.sections.reading import Reading, place_section

# Longer lists of places are told by their groups.
MOST_NAMED = 12


def annex_sections(reading: Reading) -> list[Section]:
    """What stands at the end."""
    return [_sources(reading), _gaps(reading)]


def _sources(reading: Reading) -> Section:
    run = reading.run
    columns = (Column(_("File"), share=1.5), Column(_("Holds"), share=1), Column(_("SHA-256 fingerprint"), share=4.2))
    rows = tuple(Row((one.name, _kind(one.kind), one.sha256)) for one in run.inputs)
    blocks: list[Block] = [
        Text(
            (
                _(
                    "The figures of this report come from these files and no others. The fingerprint tells "
                    "whether a file is the same to the last byte."
                ),
            )
        ),
        Table(_("Files"), columns, rows),
    ]
    for source in run.recipe.sources:
        blocks.append(Points(tuple(_source_lines(source))))
    identity = {
        "recipe": run.recipe.code,
        "framework": run.framework.code,
        "version": run.framework.version,
        "run": run.id,
    }
    blocks.append(Text((_("Recipe %(recipe)s, framework %(framework)s version %(version)s, run %(run)s.") % identity,)))
    return Section("sources", _("Annex: sources"), 1, tuple(blocks), opens_page=True)


def _kind(kind: str) -> str:
    return {"observations": _("observations"), "places": _("places"), "indicators": _("indicators")}.get(kind, kind)


def _source_lines(source: object) -> list[str]:
    labels = {
        "title": _("Title: %(said)s"),
        "producer": _("Producer: %(said)s"),
        "licence": _("Licence: %(said)s"),
        "licence_address": _("Text of the licence: %(said)s"),
        "address": _("Address: %(said)s"),
        "citation": _("Cite as: %(said)s"),
    }
    return [label % {"said": source[name]} for name, label in labels.items() if source.get(name)]  # type: ignore[index,attr-defined]


def _gaps(reading: Reading) -> Section:
    rows = []
    for area in reading.areas:
        rows += [row for node in reading.indicators_of(area) if (row := _gap_row(reading, node))]
    text = Text(
        (
            _(
                "For every indicator, how many of the scored places have a value, and the reasons that occur "
                "where one is missing. Each gap stands with its own reason in the profile of its place."
            ),
        )
    )
    columns = (
        Column(_("Indicator"), share=2.6),
        Column(_("Places with a value"), "number", 0.9),
        Column(_("Reasons for gaps"), share=2.6),
    )
    return Section(
        "gaps",
        _("Annex: gaps"),
        1,
        (text, Table(_("Gaps by indicator"), columns, tuple(rows)), *_sparse(reading)),
        opens_page=True,
    )


def _gap_row(reading: Reading, node: Node) -> Row | None:
    missing = [place for place in reading.scored if reading.selected(place, node.code) < 0]
    reasons = {words.gap_mark(reason) for place in missing if (reason := reading.run.gap(place, node.code))}
    count = reading.statistic(ALL, node, "count")
    said = _(", ").join(sorted(reasons)) if reasons else _("no gaps")
    return Row((reading.named_with_unit(node), count, said), reading.stem(ALL, node.code))


def _sparse(reading: Reading) -> list[Block]:
    """The places with the fewest values."""
    indicators = reading.run.framework.indicators
    known = {
        place: sum(reading.selected(place, node.code) >= 0 for node in indicators) / len(indicators)
        for place in reading.scored
    }
    sparse = sorted(reading.scored, key=lambda place: (known[place], reading.order(place)))[:MOST_NAMED]
    columns = (Column(_("Place"), share=2.4), Column(_("Share of indicators with a value, 0 to 1"), "number", 1.4))
    rows = tuple(
        Row(
            (
                Reference(reading.place(place), place_section(place)),
                reading.figure(known[place], place, "places", "availability", digits=2),
            ),
            reading.stem(place, "places"),
        )
        for place in sparse
    )
    return [Table(_("The places with the fewest values"), columns, rows)]
