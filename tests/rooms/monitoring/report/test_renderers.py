"""Both renderers carry the same blocks; hostile texts stay texts; the same document gives the same bytes."""

import re
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from pdfua import validate
from pypdf import PdfReader
from tests.rooms.monitoring.report.runs import HOSTILE, small_document, small_run

from hub.commons.documents.document import charts_of, keys_of
from hub.commons.documents.print import print_report
from hub.commons.documents.web import draw_document, render_report, render_section
from hub.kit.errors import DataProblem
from hub.rooms.monitoring.report.sections.build import build_document

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def drawings_of(document):
    return draw_document(list(charts_of(document)))


def pdf_text(pdf: bytes) -> str:
    """Text of all pages, without white space, which a page breaks as it likes."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def document():
    return build_document(small_run(), "en")


@pytest.fixture(scope="module")
def page(document):
    return render_report(document)


@pytest.fixture(scope="module")
def pdf(document):
    return print_report(document, drawings_of(document))


def test_both_renderers_then_every_heading_and_every_key(document, page, pdf):
    soup, printed = BeautifulSoup(page, "html.parser"), pdf_text(pdf)
    headings = [
        re.sub(r"\s+", " ", found.get_text()).strip() for found in soup.select(".report-section > :is(h2, h3, h4)")
    ]
    assert headings == [section.title for section in document.sections]
    shown = {found["data-key"] for found in soup.select("[data-key]")}
    for section in document.sections:
        assert squeezed(section.title) in printed
        for key in keys_of(section):
            stem, _, aspect = key.partition(":")
            assert key in shown
            assert stem in printed
            assert not aspect or f":{aspect}" in printed


def test_page_then_every_link_inside_leads_somewhere(page):
    soup = BeautifulSoup(page, "html.parser")
    identities = [found["id"] for found in soup.select("[id]")]
    assert len(identities) == len(set(identities))
    wanted = {found["href"][1:] for found in soup.select('a[href^="#"]')} | {
        found["href"][1:] for found in soup.select("use")
    }
    assert wanted <= set(identities)


def test_every_place_then_a_profile_with_its_gaps(document, page):
    soup = BeautifulSoup(page, "html.parser")
    for place in ("N1", "N2", "N3", "S1", "S2", "S3", "S4"):
        assert soup.find(id=f"place-{place}")
    gaps = [found.get_text() for found in soup.find(id="place-N2").select("a.gap")]
    assert gaps == ["not reported"]


def test_printed_figures_then_the_trace_gives_the_same(document):
    from hub.commons.documents.document import Facts, Gap, tables_of
    from hub.kit.figures import Figure
    from hub.rooms.monitoring.engine.trace import value_of

    run = small_run()
    for section in document.sections:
        cells = [cell for table in tables_of(section) for row in table.rows for cell in row.cells]
        cells += [fact.said for block in section.blocks if isinstance(block, Facts) for fact in block.facts]
        for cell in cells:
            if isinstance(cell, Figure):
                assert value_of(run, cell.key) == pytest.approx(cell.value, abs=1e-12), cell.key
            if isinstance(cell, Gap):
                assert value_of(run, cell.key) is None, cell.key


def test_rendering_twice_then_the_same_bytes(document, page, pdf):
    again = build_document(small_run(), "en")
    assert render_report(again) == page
    assert print_report(again, drawings_of(again)) == pdf


def test_pdf_then_accessible(pdf, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf)
    assert list(validate(str(path)).findings) == []
    root = PdfReader(path).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_hostile_texts_then_texts(language):
    document = small_document(words=HOSTILE, language=language, alt=HOSTILE)
    page = render_report(document)
    soup = BeautifulSoup(page, "html.parser")
    assert soup.find("script") is None
    assert HOSTILE in soup.find(id="one").get_text()
    assert soup.find("svg", attrs={"role": "img"})["aria-label"] == HOSTILE
    printed = pdf_text(print_report(document, drawings_of(document)))
    assert '#panic("typst")' in printed
    assert squeezed("<script>alert(1)</script>") in printed


OTHER_SCRIPTS = (
    *("กรุงเทพ", "දිල්ලි", "दिल्ली", "ירושלים", "תל\u200dאביב"),
    *("🙂", "e\u0301\u0323", "\x01\x0bx", "\ue000\uffff"),
)


@pytest.mark.parametrize("name", OTHER_SCRIPTS)
def test_names_in_other_scripts_then_printed_or_marked(name):
    document = small_document(words=f"City {name}")
    assert "City" in pdf_text(print_report(document, drawings_of(document)))


def test_section_for_the_site_then_no_style_no_script_and_links_to_the_trace():
    document = small_document()
    shown = render_section(document, document.sections[0], trace_base="/en/monitoring/trace/")
    soup = BeautifulSoup(shown, "html.parser")
    assert soup.select("[style], style, script") == []
    assert next(found["href"] for found in soup.select("a.figure")) == "/en/monitoring/trace/7f3a9c2d.@all.places:count"
    assert {found["href"][1:] for found in soup.select("use")} == {found["id"] for found in soup.select("defs > g")}


def test_arabic_then_right_to_left_in_both():
    document = build_document(small_run(), "ar")
    soup = BeautifulSoup(render_report(document), "html.parser")
    assert (soup.html["lang"], soup.html["dir"]) == ("ar", "rtl")
    assert soup.find("svg", attrs={"role": "img"})["direction"] == "ltr"
    pdf = print_report(document, drawings_of(document))
    assert PdfReader(BytesIO(pdf)).trailer["/Root"]["/Lang"] == "ar"


def test_synthetic_edition_then_marked_on_every_page_chart_and_sheet():
    document = build_document(small_run(synthetic=True), "en")
    soup = BeautifulSoup(render_report(document), "html.parser")
    assert soup.select_one(".synthetic-band")
    assert len(soup.select("svg[role=img] > text.synthetic-mark")) == len(soup.select("svg[role=img]"))
    assert len(soup.select(".report-section .badge")) == len(document.sections)
    sheets = PdfReader(BytesIO(print_report(document, drawings_of(document)))).pages
    assert all("Synthetic figures" in sheet.extract_text() for sheet in sheets)


def test_print_when_typst_refuses_then_a_problem_that_says_why(monkeypatch):
    document = small_document()
    monkeypatch.setattr("hub.commons.documents.print.write_input", lambda *_: "{}")
    with pytest.raises(DataProblem, match="print_refused"):
        print_report(document, {})
