"""What may be taken away: the council brief and the workbook, by whom, and the same bytes each time."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from django.utils.translation import override
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.factories.ageing import make_contact, make_place, make_reading
from tests.factories.ageing_outlooks import make_outlook_row, make_provision, make_results

from hub.rooms.ageing.files.figures import figures_workbook
from hub.rooms.ageing.files.medium import medium_of
from hub.rooms.ageing.files.workbook import Sheet, write_workbook
from hub.rooms.ageing.models import Outlook

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
RESULTS = make_results()
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(autouse=True)
def language():
    """Requests leave their language behind; the next test begins with that of the first."""
    with override("en"):
        yield


@pytest.fixture
def outlook() -> Outlook:
    return make_outlook_row(make_place(code="alder", name="Alder"), RESULTS)


def book_of(content: bytes):
    return load_workbook(io.BytesIO(content))


def figures(client, query: str = "", language: str = "en"):
    return book_of(client.get(f"/{language}/ageing/alder/figures.xlsx{query}").content)


@pytest.mark.parametrize("name", ["brief.pdf", "figures.xlsx"])
def test_downloads_when_there_is_no_outlook_then_not_found(client, name: str):
    make_place(code="birch")
    assert client.get(f"/en/ageing/birch/{name}").status_code == 404
    assert client.get(f"/en/ageing/nowhere/{name}").status_code == 404


@pytest.mark.parametrize("name", ["brief.pdf", "figures.xlsx"])
def test_downloads_when_the_outlook_is_hidden_then_only_for_those_who_may_read_it(client, outlook, name: str):
    outlook.is_public = False
    outlook.save()
    address = f"/en/ageing/alder/{name}?outlook={outlook.code}"
    assert client.get(address).status_code == 403
    assert client.get(f"/en/ageing/alder/{name}").status_code == 404
    assert client.get(f"/en/ageing/alder/{name}?outlook=unknown").status_code == 404
    client.force_login(make_contact(outlook.place))
    assert client.get(address).status_code == 200


def test_brief_when_asked_for_then_a_pdf_named_by_place_outlook_and_language(client, outlook):
    answer = client.get(f"/en/ageing/alder/brief.pdf?outlook={outlook.code}&language=fr")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'inline; filename="alder-{outlook.code}-fr.pdf"'
    reader = PdfReader(io.BytesIO(answer.content))
    assert len(reader.pages) == 4
    assert reader.trailer["/Root"]["/Lang"] == "fr"


def test_brief_when_the_language_is_none_of_ours_then_that_of_the_page(client, outlook):
    answer = client.get("/es/ageing/alder/brief.pdf?language=xx")
    assert answer.headers["Content-Disposition"].endswith('-es.pdf"')


def test_brief_when_asked_for_twice_then_the_same_bytes(client, outlook):
    make_provision(outlook.place, "old town,walk,900\nhill,walk,100\n")
    make_reading(outlook.place, "walkability")
    first = client.get("/en/ageing/alder/brief.pdf").content
    assert client.get("/en/ageing/alder/brief.pdf").content == first
    assert client.get("/en/ageing/alder/brief.pdf?learning_65=20").content != first


def test_brief_when_the_place_sent_more_then_it_tells_of_places_and_readiness(client, outlook):
    make_provision(outlook.place, "old town,walk,900\nhill,walk,100\n")
    make_reading(outlook.place, "walkability")
    text = PdfReader(io.BytesIO(client.get("/en/ageing/alder/brief.pdf").content)).pages[2].extract_text()
    assert "Adult education office" in text
    assert "1 of 14 core indicators are measured" in " ".join(text.split())


@pytest.mark.parametrize("name", ["brief.pdf", "figures.xlsx"])
def test_downloads_when_an_assumption_is_wrong_then_back_to_the_form_that_says_so(client, outlook, name: str):
    answer = client.get(f"/en/ageing/alder/{name}?learning_65=400")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/en/ageing/alder/demand/?learning_65=400"


def test_figures_when_asked_for_then_a_workbook_with_everything(client, outlook):
    answer = client.get("/en/ageing/alder/figures.xlsx")
    assert answer.headers["Content-Type"] == XLSX
    assert answer.headers["Content-Disposition"] == f'attachment; filename="alder-{outlook.code}-en.xlsx"'
    book = book_of(answer.content)
    assert book.sheetnames == [
        *("Read this first", "Figures with ranges", "People by age, ranges", "Middle way, indicators"),
        *("Middle way, single ages", "Assumptions", "Files and sources", "Districts"),
    ]
    about = {row[0]: row[1] for row in book["Read this first"].iter_rows(values_only=True)}
    assert (about["Place"], about["Seed"], about["Version of the Hub"]) == ("Alder", str(outlook.seed), "1")
    assert about["Base"] == "1 January 2024"
    assert about["Note"].startswith("Synthetic figures")


def test_figures_then_those_of_the_outlook_in_full(client, outlook):
    book, summary, medium = figures(client), RESULTS.summary, medium_of(RESULTS)
    ranged = {row[:2]: row[4:] for row in book["Figures with ranges"].iter_rows(min_row=2, values_only=True)}
    assert len(ranged) == len(summary.items) * len(summary.years)
    assert ranged[2030, "pct65"] == pytest.approx(summary.of("pct65")[summary.years.index(2030)], rel=1e-12)
    groups = {row[:3]: row[3:] for row in book["People by age, ranges"].iter_rows(min_row=2, values_only=True)}
    assert groups[2024, "Women", "65–69"] == pytest.approx(summary.pyramids[0, 1, 13], rel=1e-6)
    single = {row[:2]: row[2:] for row in book["Middle way, single ages"].iter_rows(min_row=2, values_only=True)}
    assert single[2033, "Men"] == pytest.approx(medium.people[-1, 0], rel=1e-12)
    indicators = {row[0]: row[6:] for row in book["Middle way, indicators"].iter_rows(min_row=2, values_only=True)}
    assert indicators["poadr"] == pytest.approx(medium.indicators["poadr"], rel=1e-12)
    districts = {row[0]: row[1:] for row in book["Districts"].iter_rows(min_row=2, values_only=True)}
    assert districts["Hill"] == pytest.approx(RESULTS.by_district[2], rel=1e-12)


def test_figures_when_the_address_supposes_a_demand_then_it_is_there_with_what_is_supposed(client, outlook):
    make_provision(outlook.place, "old town,walk,900\nhill,walk,100\n")
    book = figures(client, "?learning_65=20")
    assert book.sheetnames[-2:] == ["Learning places", "Learning, supposed"]
    supposed = {row[0]: row[1:] for row in book["Learning, supposed"].iter_rows(values_only=True)}
    assert supposed["participation"][:4] == pytest.approx((0.1, 0.2, 0.03, 0.01))
    rows = list(book["Learning places"].iter_rows(min_row=2, values_only=True))
    assert {row[1] for row in rows} == {None, "Old Town", "Hafen-Süd", "Hill"}
    untold = [row[5:] for row in rows if row[1] == "Hafen-Süd" and row[3] == "Places offered less places asked for"]
    assert set(untold) == {(None, None, None)}


def test_figures_when_texts_could_be_formulas_then_they_stay_texts(client):
    place = make_place(code="alder", name="=1+1")
    outlook = make_outlook_row(place, RESULTS)
    outlook.made_from = [
        {"kind": "population", "name": "+cmd.csv", "source": "@SUM(A1)\x07", "sha256": "ab"},
        {"kind": "national", "citation": "-2+3"},
    ]
    outlook.save()
    for page in figures(client):
        for row in page.iter_rows():
            assert [cell.value for cell in row if cell.data_type == "f"] == []
    book = figures(client)
    assert book["Read this first"]["B3"].value == "'=1+1"
    assert [cell.value for cell in book["Files and sources"][2]] == ["population", "'+cmd.csv", "'@SUM(A1)\ufffd", "ab"]


def test_figures_when_read_in_arabic_then_sheets_begin_on_the_right(client, outlook):
    assert {page.sheet_view.rightToLeft for page in figures(client, language="ar")} == {True}
    assert {bool(page.sheet_view.rightToLeft) for page in figures(client, "?language=en", language="ar")} == {False}


def test_figures_when_made_twice_then_the_same_bytes_and_no_clock(outlook):
    first = figures_workbook(outlook, RESULTS, "en")
    assert figures_workbook(outlook, RESULTS, "en") == first
    archive = zipfile.ZipFile(io.BytesIO(first))
    assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert book_of(first).properties.modified == outlook.made_at.replace(microsecond=0, tzinfo=None)


def test_workbook_when_titles_cannot_stand_then_they_are_made_to():
    sheets = [Sheet(title, ("A",), [(1.5,)]) for title in ("a/b", "a:b", "x" * 40, "x" * 50)]
    book = book_of(write_workbook(sheets, title="T", moment=datetime(2026, 1, 1, tzinfo=UTC), rtl=False))
    assert book.sheetnames == ["a b", "a b 2", "x" * 31, "x" * 28 + " 2"]
    assert book["a b"]["A2"].value == 1.5
