"""A planner's ten minutes: from two spreadsheets to the council brief, in a browser, in English and in Arabic."""

import io
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from tests.journeys.test_pages import faults_of, sign_in

pytestmark = pytest.mark.browser
PLACE = "syn-alderhaven"
STARTS = range(0, 81, 5)


def people(path: Path, year: int, growth: float) -> Path:
    """A spreadsheet as a statistical office gives it: a title, a head of two rows, an open group at 80, a row of totals."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"Population by age and sex, 1 January {year}"])
    sheet.append([None, "Total", None])
    sheet.append(["Age", "Men", "Women"])
    totals = [0, 0]
    for start in STARTS:
        size = (9000 if start < 45 else max(9000 - 170 * (start - 45), 2500)) * growth
        row = [round(size * 1.02 if start < 20 else size * 0.97), round(size)]
        totals = [total + number for total, number in zip(totals, row, strict=True)]
        sheet.append([f"{start}-{start + 4}" if start < 80 else "80 and over", *row])
    sheet.append(["Total", *totals])
    book.save(path)
    return path


@pytest.fixture
def spreadsheets(tmp_path):
    return people(tmp_path / "people-2025.xlsx", 2025, 1.0), people(tmp_path / "people-2015.xlsx", 2015, 0.96)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_planner_when_two_spreadsheets_are_sent_then_the_council_brief_comes_out(
    site, browser, spreadsheets, axe_source, language
):
    latest, earlier = spreadsheets
    context = browser.new_context(viewport={"width": 360 if language == "ar" else 1280, "height": 900})
    page = context.new_page()
    sign_in(page, site, "city@demo.example")
    page.goto(f"{site}/{language}/ageing/{PLACE}/start/")
    page.set_input_files("input[name=population]", latest)
    page.set_input_files("input[name=earlier]", earlier)
    page.fill("input[name=source]", "Municipal register")
    faults = {"start": faults_of(page, axe_source)}
    page.click("form[enctype] button[type=submit]")
    page.wait_for_url("**/received/")
    faults["received"] = faults_of(page, axe_source)
    page.click(f"form[action$='/{PLACE}/project/'] button[type=submit]")
    page.wait_for_url(f"**/ageing/{PLACE}/")
    faults["outlook"] = faults_of(page, axe_source)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    address = page.get_attribute(f"a[href*='brief.pdf?language={language}']", "href")
    answer = context.request.get(f"{site}{address}")
    kind, body = answer.headers["content-type"], answer.body()
    context.close()
    assert {name: found for name, found in faults.items() if found} == {}
    assert kind == "application/pdf"
    assert len(PdfReader(io.BytesIO(body)).pages) == 4


def test_pyramid_when_the_slider_is_moved_by_keyboard_then_year_and_sentence_follow(site, page):
    page.goto(f"{site}/en/ageing/{PLACE}/?year=2030")
    slider = page.locator(".pyramid input[type=range]")
    slider.focus()
    page.keyboard.press("End")
    last = page.locator(".pyramid-moving output").inner_text()
    assert int(last) > 2050
    page.wait_for_function("year => document.querySelector('.pyramid-older').innerText.includes(year)", arg=last)


def test_pyramid_when_there_is_no_script_then_the_year_is_chosen_by_form(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/en/ageing/{PLACE}/?year=2040")
    assert "2040" in page.inner_text(".pyramid-older")
    context.close()
