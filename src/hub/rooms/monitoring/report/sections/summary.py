"""Summary: what the round is, how much of it is known, how to read it, and what can be said of scores and ranks."""

from hashlib import sha256

from django.utils.translation import gettext as _

from hub.rooms.monitoring.engine.framework import INDEX, name_of
from hub.rooms.monitoring.engine.keys import ALL
from hub.rooms.monitoring.engine.places import Grouping
from hub.rooms.monitoring.report.charts import all_bands_plate, bands_plate, shorten, strips_plate
from hub.rooms.monitoring.report.document import (
    ChartBlock,
    Column,
    Fact,
    Facts,
    Points,
    Reference,
    Row,
    Section,
    Table,
    Text,
)
from hub.rooms.monitoring.report.sections import words
from hub.rooms.monitoring.report.sections.reading import SCORE_DIGITS, Reading, group_section, place_section

TOP = 25
RANKING = "ranking"
RANK_ASPECTS = ("rank", "score", "rank-low", "rank-median", "rank-high")


def summary_sections(reading: Reading) -> list[Section]:
    """The sections that come first."""
    sections = [_summary(reading), _how_to_read(reading), _scores(reading)]
    return [*sections, _ranks(reading)] if reading.run.bands else sections


def _summary(reading: Reading) -> Section:
    run = reading.run
    named = {
        "framework": name_of(run.framework, reading.language),
        "index": name_of(run.framework.node(INDEX), reading.language),
    }
    text = Text(
        (
            _(
                "This report compares places by the indicators of the framework “%(framework)s”. "
                "The indicators are gathered in areas, and the areas in one figure, the %(index)s."
            )
            % named,
            _(
                "Every figure was computed from the files named in the annex, by the steps told in the section "
                "on method, "
                "and carries a key that leads back to the file and the row that it came from."
            ),
            _(
                "What nobody reported is shown as a gap with its reason. No rank is shown without the band that says "
                "how far it could move if the choices of method and the figures had been a little different."
            ),
        )
    )
    counted = [
        (_("observations read"), "observations"),
        (_("places named in the files"), "places"),
        (_("places scored"), "places_scored"),
        (_("indicators"), "indicators"),
        (_("values used: one for a place and an indicator"), "cells_with_value"),
        (_("gaps: no value for a place and an indicator"), "gaps"),
        (_("gaps filled by an estimate"), "cells_imputed"),
        (_("place codes no longer in use"), "places_retired"),
    ]
    facts = Facts(tuple(Fact(label, reading.total(what)) for label, what in counted), home=True)
    return Section("summary", _("Summary"), 1, (text, facts))


def _how_to_read(reading: Reading) -> Section:
    points = (
        _(
            "A score places a value on a common scale on which more is always better, also where less of the "
            "indicator itself is better."
        ),
        _(
            "A dot is a place or a median; a pale bar is the middle half of the places compared, from the lower "
            "to the upper quartile."
        ),
        _(
            "A rank stands with its band: in nine of ten repetitions of the calculation, with other weights, "
            "other methods and other draws of uncertain figures, the rank lay within it. Places whose bands "
            "overlap are not clearly apart."
        ),
        _("A cross and a word mark a gap. A ring marks a score from an estimated value; the value itself stays a gap."),
        _(
            "The last column of a table is the key of the row. The key of a figure is the key of its row; where "
            "the heading of its column adds a word after a colon, that word belongs to it."
        ),
        _(
            "The command “hub monitoring trace KEY”, and the page of the same name on the site, lead from a key "
            "to the rows of the source file."
        ),
    )
    return Section("how-to-read", _("How to read this report"), 2, (Points(points),))


def finest_grouping(reading: Reading) -> Grouping | None:
    """The grouping with the most groups; None where places are not grouped."""
    return max(reading.run.recipe.groupings, key=lambda grouping: len(grouping.groups), default=None)


def _scores(reading: Reading) -> Section:
    text = Text((_("How the scores of the index are spread, within each group of places and across all of them."),))
    chart = _strips(reading)
    return Section("scores", _("Scores"), 2, (text, chart))


def _strips(reading: Reading) -> ChartBlock:
    grouping = finest_grouping(reading)
    members = {group.code: reading.run.places.members(group.code) for group in grouping.groups} if grouping else {}
    shared, own = [], []
    sets = [("@all", _("All places"), reading.scored, True)]
    if grouping:
        sets += [(f"@{group.code}", reading.group(group), members[group.code], False) for group in grouping.groups]
    for who, name, places, is_all in sets:
        spread = reading.spread(INDEX, places)
        if spread is None:
            continue
        low, middle, high = spread
        shared.append({"code": who, "name": name, "bold": is_all, "low": low, "middle": middle, "high": high})
        own += [
            {"code": who, "score": score, "jitter": _jitter(place)}
            for place in places
            if (score := reading.score(place, INDEX)) is not None
        ]
    scores = [row["score"] for row in own]
    ends = (5 * (min(scores) // 5), 5 * (max(scores) // 5 + 1))
    rows = [
        Row(
            (
                Reference(name, group_section(who[1:])) if who != ALL else name,
                *(
                    reading.statistic(who, reading.run.framework.node(INDEX), aspect)
                    for aspect in ("count", "least", "quartile-low", "median", "quartile-high", "most")
                ),
            ),
            reading.stem(who, INDEX),
        )
        for who, name, _places, _is_all in sets
        if any(row["code"] == who for row in shared)
    ]
    columns = (
        Column(_("Group"), share=2.4),
        *(
            Column(label, "number")
            for label in (_("Places"), _("Lowest"), _("Lower quartile"), _("Median"), _("Upper quartile"), _("Highest"))
        ),
    )
    ordered = sorted(shared, key=lambda row: (not row["bold"], -row["middle"]))
    highest, lowest = ordered[1 if len(ordered) > 1 else 0], ordered[-1]
    alt = (
        _(
            "Scores of all places as dots, one row a group. The median is highest in %(highest)s and lowest in "
            "%(lowest)s; within every group the scores spread more widely than the medians differ."
        )
        if _spreads_more(ordered)
        else _(
            "Scores of all places as dots, one row a group. The median is highest in %(highest)s and lowest in "
            "%(lowest)s."
        )
    )
    table = Table(_("Scores of the index by group"), columns, tuple(rows))
    plate = strips_plate(reading.frame, ordered_names(reading, ordered), title=_("score of the index"), ends=ends)
    caption = _("Scores of the index: every place is a dot; groups in the order of their medians.")
    return ChartBlock(
        "chart-scores",
        caption,
        alt % {"highest": highest["name"], "lowest": lowest["name"]},
        plate,
        tuple(own),
        table,
        folded=False,
    )


def _spreads_more(rows: list[dict]) -> bool:
    medians = [row["middle"] for row in rows]
    return all(row["high"] - row["low"] > max(medians) - min(medians) for row in rows)


def ordered_names(reading: Reading, rows: list[dict]) -> list[dict]:
    """Rows with their names fit for drawing."""
    return [{**row, "name": reading.frame.text(shorten(row["name"]))} for row in rows]


def _jitter(place: str) -> float:
    """Where a dot stands across its row, -1 to 1: by the code of the place, so that it is the same every time."""
    return int.from_bytes(sha256(place.encode()).digest()[:4], "big") / 2**31 - 1


def _ranks(reading: Reading) -> Section:
    text = Text(
        (
            _(
                "The calculation was repeated many times with weights, methods and uncertain figures drawn anew. "
                "The band of a place holds nine of ten of the ranks that it came to; the order within "
                "overlapping bands means little."
            ),
        )
    )
    return Section("ranks", _("Ranks and how sure they are"), 2, (text, _top_bands(reading), _all_bands(reading)))


def _top_bands(reading: Reading) -> ChartBlock:
    top = reading.ranked[:TOP]
    own = []
    for code in top:
        band = reading.run.band(code, INDEX)
        own.append(
            {
                "code": code,
                "rank": reading.run.rank(code, INDEX),
                "low": band.low,
                "middle": band.median,
                "high": band.high,
            }
        )
    rows = ordered_names(
        reading, [{"code": code, "name": reading.place(code), "bold": False, "low": 1} for code in top]
    )
    plate = bands_plate(reading.frame, rows, title=_("rank, 1 is the highest score"), places=len(reading.scored))
    named = {"first": reading.place(top[0]), "last": reading.place(top[-1])}
    alt = (
        _(
            "Ranks of the places with the highest scores, from %(first)s to %(last)s, each with the band that it "
            "could move in and its median rank."
        )
        % named
    )
    caption = _("The places with the highest scores: rank, median rank and 90% band.")
    table = ranking_table(reading, top, _("The places with the highest scores, with their bands"))
    return ChartBlock("chart-top", caption, alt, plate, tuple(own), table)


def _all_bands(reading: Reading) -> ChartBlock:
    own = []
    for order, code in enumerate(reading.ranked, start=1):
        band = reading.run.band(code, INDEX)
        if band:
            own.append(
                {"order": order, "low": band.low, "middle": band.median, "high": band.high, "tier": tier(reading, code)}
            )
    plate = all_bands_plate(
        reading.frame,
        x_title=_("places in the order of their ranks"),
        y_title=_("90% band of the rank"),
        places=len(reading.scored),
    )
    alt = _(
        "The 90% rank bands of all places, in the order of their ranks: the longer the band of a place, the less "
        "its rank says."
    )
    caption = _(
        "All places: bands that lie wholly in the upper half are drawn first and dark, those wholly in the lower "
        "half last; those between cannot be told from the middle."
    )
    return ChartBlock("chart-ranks", caption, alt, plate, tuple(own), told_in=RANKING)


def tier(reading: Reading, code: str) -> str:
    """`upper` or `lower` where the whole band of the index lies in that half of the ranks, else `middle`."""
    band = reading.run.band(code, INDEX)
    middle = (len(reading.scored) + 1) / 2
    if band and band.high < middle:
        return "upper"
    return "lower" if band and band.low > middle else "middle"


def ranking_table(reading: Reading, places: tuple[str, ...], caption: str) -> Table:
    """Ranks with their bands; a place that has no band has no rank here either."""
    labels = (_("Rank"), _("Score"), _("Band from"), _("Median rank"), _("Band to"))
    columns = (
        Column(_("Place"), share=2.3),
        *(Column(label, "number", 0.8) for label in labels),
        Column(_("In nine of ten"), share=1.6),
    )
    rows = tuple(
        Row(
            (
                Reference(reading.place(code), place_section(code)),
                *_rank_cells(reading, code),
                words.tier_word(tier(reading, code)),
            ),
            reading.stem(code, INDEX),
        )
        for code in places
    )
    return Table(caption, columns, rows)


def _rank_cells(reading: Reading, code: str) -> list:
    band = reading.run.band(code, INDEX)
    values = (
        reading.run.rank(code, INDEX),
        reading.score(code, INDEX),
        band and band.low,
        band and band.median,
        band and band.high,
    )
    digits = (0, SCORE_DIGITS, 0, 0, 0)
    return [
        reading.figure(None if value is None else float(value), code, INDEX, aspect, digits=digit)
        for value, aspect, digit in zip(values, RANK_ASPECTS, digits, strict=True)
    ]


def ranking_section(reading: Reading) -> Section:
    """All places by rank."""
    text = Text((_("All scored places in the order of their ranks, each with its band."),))
    table = ranking_table(reading, reading.ranked, _("Ranks of all places with their 90% bands"))
    return Section(RANKING, _("All places by rank"), 1, (text, table), opens_page=True)
