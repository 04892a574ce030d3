"""The council brief: four accessible pages, with everything that it stands on."""

import re
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from django.utils.translation import override
from pdfua import validate
from pypdf import PdfReader
from tests.factories.ageing import make_place
from tests.factories.ageing_briefs import ASSUMED, TRACE, demand_page, readiness, unsaved_subject
from tests.factories.ageing_outlooks import PARTS, make_outlook_row, make_results

from hub.commons.documents.document import Document, Facts, Gap, charts_of, keys_of, tables_of
from hub.commons.documents.print import print_report
from hub.commons.documents.web import draw_document, render_section
from hub.kit.figures import Figure
from hub.rooms.ageing.engine.city.scenarios import usual_scenarios
from hub.rooms.ageing.engine.outlook.what_if import what_if
from hub.rooms.ageing.phrases.outlook import say_assumption
from hub.rooms.ageing.report.brief import brief_document
from hub.rooms.ageing.report.outlook import HIGH, LOW, Subject

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
RESULTS = make_results(years=30)
LANGUAGES = ("en", "fr", "es", "ar", "zh-hans", "ru")
OFFERED = ("Old Town", "Hill")


def brief(language: str = "en", **fields: object) -> Document:
    subject = unsaved_subject(RESULTS, language, **fields)
    return brief_document(subject, demand=demand_page(subject, *OFFERED), readiness=readiness(), trace=TRACE)


def printed(document: Document) -> bytes:
    return print_report(document, draw_document(list(charts_of(document))))


def pages_of(pdf: bytes) -> list[str]:
    """Text of each page without white space, which a line breaks as it likes."""
    return [squeezed(page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def told(document: Document) -> str:
    """Every word of a document."""
    return repr(document.sections) + repr(document.imprint)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return printed(brief())


@pytest.mark.parametrize("language", LANGUAGES)
def test_print_when_everything_is_known_then_four_accessible_pages(language: str, tmp_path):
    path = tmp_path / "brief.pdf"
    path.write_bytes(printed(brief(language)))
    reader = PdfReader(path)
    assert len(reader.pages) == 4
    assert list(validate(str(path)).findings) == []
    assert reader.trailer["/Root"]["/Lang"] == {"zh-hans": "zh-CN"}.get(language, language)


def test_pages_when_everything_is_known_then_each_has_its_part(pdf: bytes):
    headings = (
        ("What is coming", "Who lives here, today and then"),
        ("Indicators, with their ranges", "What if"),
        ("Learning places for older people", "How ready the city is"),
        ("What this rests on", "What the range means", "How it was made, and from what", "Figures of the country"),
    )
    for page, named in zip(pages_of(pdf), headings, strict=True):
        assert [heading for heading in named if squeezed(heading) not in page] == []


def test_last_page_then_every_assumption_and_what_is_needed_to_make_it_again(pdf: bytes):
    page = pages_of(pdf)[3]
    needed = [say_assumption(one) for one in ASSUMED]
    needed += ["2030: 210,000", "81234567890", "0.9.1", "3 April 2022", "1 July 2026", "city-rates", "0a1b2c3d"]
    needed += ["Futures50", "1f" * 32, "2e" * 32, "people.csv", "Census office", "CC BY 3.0 IGO", "do not endorse"]
    needed += ["World Population Prospects 2024, medium variant", "Of all futures that were calculated, four in five"]
    needed += ["10 (55 to 64), 6 (65 to 74), 3 (75 to 84), 1 (85 and over)", "A learner takes 1 courses a year"]
    assert [text for text in needed if squeezed(text) not in page] == []


def test_demand_when_another_scenario_is_asked_then_the_last_page_says_what_it_supposes():
    subject = unsaved_subject(RESULTS)
    target = {f"target_{start}": str(share) for start, share in ((55, 20), (65, 12), (75, 6), (85, 2))}
    asked = demand_page(subject, scenario="target", target_year="2034", **target)
    assert "Shall learn by 2034, of a hundred people: 20 (55 to 64)" in told(brief_document(subject, demand=asked))
    asked = demand_page(subject, scenario="cohort", unhealthy_85="45")
    assert "45 (85 and over)" in told(brief_document(subject, demand=asked))


def test_brief_when_printed_twice_then_the_same_bytes(pdf: bytes):
    assert printed(brief()) == pdf


def test_headlines_then_ranges_with_keys_and_today_behind_them():
    document, summary = brief(), RESULTS.summary
    facts = next(block for block in document.section("coming").blocks if isinstance(block, Facts)).facts
    low, high = summary.of("pct65")[summary.years.index(2044), [LOW, HIGH]]
    assert facts[1].said == f"{low:.1f} to {high:.1f}"
    assert facts[1].traced_by == "0a1b2c3d.alder.pct65:2044"
    assert facts[1].remark == f"2024: {summary.of('pct65')[0, 2]:.1f}"


def test_charts_then_each_has_its_table_and_a_caption_with_base_and_source():
    charts = list(charts_of(brief()))
    assert [chart.code for chart in charts] == ["chart-people", "chart-pop65", "chart-capacity"]
    for chart in charts:
        assert chart.table is not None
        assert "Base: 3 April 2022. Source: Census office; rates of the country: United Nations" in chart.caption


def test_pyramid_then_its_table_has_the_base_year_and_the_range_of_the_later_one():
    chart = next(charts_of(brief()))
    people, years = RESULTS.summary.pyramids, RESULTS.summary.years
    oldest, youngest = chart.table.rows[0].cells, chart.table.rows[-1].cells
    assert (oldest[0], youngest[0]) == ("100+", "0–4")
    then, later = people[0, :, 0], people[years.index(2044), :, 0]
    expected = [value for sex in (0, 1) for value in (then[sex, 2], later[sex, LOW], later[sex, HIGH])]
    assert [float(cell.replace(",", "")) for cell in youngest[1:]] == pytest.approx(expected, rel=0.005)


def test_scenarios_then_the_differences_of_the_engine_with_their_range():
    table = next(tables_of(brief().section("what-if")))
    found = what_if(RESULTS.future, usual_scenarios(RESULTS.summary.years)[2]).of("pct65")
    at = [found[RESULTS.summary.years.index(year), end] for year in (2034, 2044) for end in (LOW, 2, HIGH)]
    last = [float(cell) for cell in table.rows[-1].cells[1:]]
    assert last == pytest.approx(at, abs=0.051)
    groups = [row.cells[0] for row in table.rows if row.kind == "group"]
    assert groups == ["Net migration halves", "Children per woman stay as they are", "People live two years longer"]
    assert "?longer=2&by_year=2049" in told(brief())


def test_middle_way_then_only_figures_that_have_no_range():
    _ranged, middle = tables_of(brief().section("indicators"))
    names = [row.key.rpartition(".")[2] for row in middle.rows]
    assert names == ["poadr_threshold_age", "poadr", "prospective_median_age", "e65_m", "e65_f"]
    assert set(names) & set(RESULTS.summary.items) == set()


def test_keys_when_printed_then_links_to_where_they_are_explained(pdf: bytes):
    links = {
        note["/A"]["/URI"]
        for page in PdfReader(BytesIO(pdf)).pages
        for note in (one.get_object() for one in page.get("/Annots", []))
        if "/URI" in note.get("/A", {})
    }
    rows = {row.key for section in brief().sections for table in tables_of(section) for row in table.rows if row.key}
    assert {f"{TRACE}{key}" for key in rows} <= links
    assert f"{TRACE}0a1b2c3d.alder.pop65:2044" in links


@pytest.mark.django_db
def test_keys_when_looked_up_then_every_one_is_known(client):
    place = make_place()
    outlook = make_outlook_row(place, make_results())
    document = brief_document(Subject(outlook, make_results(), "en"))
    keys = {key for section in document.sections for key in keys_of(section)}
    assert len(keys) > 40
    for key in sorted(keys):
        shown = client.get(
            f"/en/ageing/{place.code}/sources/", {"outlook": outlook.code, "figure": key}
        ).content.decode()
        assert f"<code>{key}</code>" in shown


def test_brief_when_nothing_but_people_was_sent_then_it_says_what_to_send():
    subject = unsaved_subject(make_results((), people=900.0, years=5), made_from=[], assumed=[], options={})
    document = brief_document(subject)
    assert len(PdfReader(BytesIO(printed(document))).pages) == 4
    words = told(document)
    assert "a row for each district and way to come" in words
    assert "Nothing is written down yet." in words
    assert "Where the figures of the country come from is not recorded." in words
    assert "No files are recorded." in words


def test_learning_when_nobody_told_of_places_then_what_is_asked_for_by_district():
    subject = unsaved_subject(RESULTS)
    document = brief_document(subject, demand=demand_page(subject))
    section = document.section("learning")
    table = next(tables_of(section))
    assert [row.cells[0] for row in table.rows] == list(PARTS)
    assert "a row for each district and way to come" in repr(section)


def test_learning_when_districts_are_many_then_those_with_most_lacking_and_a_count_of_the_others():
    names = tuple(f"District {number}" for number in range(12))
    by_district = np.outer(np.arange(1, 13) / 78, RESULTS.by_district.sum(axis=0))
    subject = unsaved_subject(replace(RESULTS, districts=names, by_district=by_district))
    document = brief_document(subject, demand=demand_page(subject, *names), readiness=readiness(), trace=TRACE)
    chart = next(chart for chart in charts_of(document) if chart.code == "chart-capacity")
    assert [row.cells[0] for row in chart.table.rows] == list(names[5:])
    assert "5 more districts are in the spreadsheet." in told(document)
    assert len(PdfReader(BytesIO(printed(document))).pages) == 4


def test_figures_when_they_are_gaps_then_said_and_never_nothing():
    values = RESULTS.summary.values.copy()
    values[RESULTS.summary.items.index("psr20_64_65")] = np.nan
    values[RESULTS.summary.items.index("pct65")] = np.nan
    results = replace(RESULTS, summary=replace(RESULTS.summary, values=values))
    document = brief_document(unsaved_subject(results))
    facts = next(block for block in document.section("coming").blocks if isinstance(block, Facts)).facts
    assert facts[1].said == "no value"
    row = next(row for row in next(tables_of(document.section("indicators"))).rows if row.key.endswith("psr20_64_65"))
    assert [type(cell) for cell in row.cells[1:]] == [Gap] * 5


def test_readiness_when_little_is_known_then_no_index_is_named_and_what_is_missing_is():
    few = told(brief_document(unsaved_subject(RESULTS), readiness=readiness(3)))
    assert "Not an Active Ageing Index: only 3 of 22 indicators are known" in few
    assert "Not known: Employment rate from 70 to 74" in few
    all_known = told(brief_document(unsaved_subject(RESULTS), readiness=readiness(22)))
    assert "Active Ageing Index, from 22 of 22 indicators. The figure: 40.0." in all_known
    assert "Not known" not in all_known


def test_signs_when_the_language_runs_from_the_right_then_they_stay_before_the_digits():
    with override("ar"):
        table = next(tables_of(brief("ar").section("what-if")))
    cells = [cell for row in table.rows for cell in row.cells[1:] if cell]
    assert [cell for cell in cells if cell[0] in "+-"] == []
    assert any(cell.startswith("\u200e+") for cell in cells)


def test_page_of_the_site_when_a_fact_has_a_key_of_its_own_then_it_is_a_link():
    document = brief()
    shown = render_section(document, document.section("coming"), trace_base="/sources/?figure=")
    assert 'href="/sources/?figure=0a1b2c3d.alder.pop65:2044"' in shown


def test_figures_of_tables_then_none_without_a_key():
    for section in brief().sections:
        for table in tables_of(section):
            cells = [cell for row in table.rows for cell in row.cells if isinstance(cell, Figure)]
            assert [cell for cell in cells if not cell.key.startswith("0a1b2c3d.alder.")] == []
