"""Summary: what the round is, how much of it is known, how to read it, and what can be said of scores and ranks."""

from django.utils.translation import gettext as _

from hub.commons.documents.document import (
    Cell,
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
from hub.rooms.monitoring.engine.framework import INDEX, name_of
from hub.rooms.monitoring.report.charts import all_bands_plate, bands_plate
from hub.rooms.monitoring.report.sections import words
from hub.rooms.monitoring.report.sections.reading import SCORE_DIGITS, Reading, ordered_names, place_section
from hub.rooms.monitoring.report.sections.scores import scores_section

TOP = 25
RANKING = "ranking"


def summary_sections(reading: Reading) -> list[Section]:
    """The sections that come first."""
    sections = [_summary(reading), _how_to_read(reading), scores_section(reading)]
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
    bands = [(code, reading.run.rank(code, INDEX), reading.run.band(code, INDEX)) for code in top]
    own = tuple(
        {"code": code, "rank": rank, "low": band.low, "middle": band.median, "high": band.high}
        for code, rank, band in bands
        if band
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
    return ChartBlock("chart-top", caption, alt, plate, own, table)


def _all_bands(reading: Reading) -> ChartBlock:
    own = []
    for order, code in enumerate(reading.ranked, start=1):
        band = reading.run.band(code, INDEX)
        if band:
            own.append(
                {"order": order, "low": band.low, "middle": band.median, "high": band.high, "half": half(reading, code)}
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


def half(reading: Reading, code: str) -> str:
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
        *([Column(_("Tier"), "number", 0.6)] if has_tiers(reading) else []),
        Column(_("In nine of ten"), share=1.6),
    )
    rows = tuple(
        Row(
            (
                Reference(reading.place(code), place_section(code)),
                *_rank_cells(reading, code),
                *([tier_cell(reading, code)] if has_tiers(reading) else []),
                words.half_word(half(reading, code)),
            ),
            reading.stem(code, INDEX),
        )
        for code in places
    )
    return Table(caption, columns, rows)


def _rank_cells(reading: Reading, code: str) -> list[Cell]:
    band, rank = reading.run.band(code, INDEX), reading.run.rank(code, INDEX)
    said: dict[str, float | None] = {"rank": rank, "score": reading.score(code, INDEX)}
    for aspect, name in (("rank-low", "low"), ("rank-median", "median"), ("rank-high", "high")):
        said[aspect] = getattr(band, name) if band else None
    return [
        reading.figure(value, code, INDEX, aspect, digits=SCORE_DIGITS if aspect == "score" else 0)
        for aspect, value in said.items()
    ]


def has_tiers(reading: Reading) -> bool:
    """Whether places were compared each with each; very many are not."""
    return reading.run.bands is not None and bool(reading.run.bands.tiers.any())


def tier_cell(reading: Reading, code: str) -> Cell:
    """The tier of a place by the index, with its key."""
    return reading.figure(reading.tiers.get(code), code, INDEX, "tier")


def ranking_section(reading: Reading) -> Section:
    """All places by rank."""
    told = [_("All scored places in the order of their ranks, each with its band.")]
    if has_tiers(reading):
        told.append(
            _(
                "Places of one tier cannot be told apart: the best place of a tier is ahead of none of the others in "
                "95 of 100 repetitions. Neighbours in two tiers may still be close."
            )
        )
    text = Text(tuple(told))
    table = ranking_table(reading, reading.ranked, _("Ranks of all places with their 90% bands"))
    return Section(RANKING, _("All places by rank"), 1, (text, table), opens_page=True)
