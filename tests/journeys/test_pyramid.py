"""The moving pyramid in a real browser, by itself: what the script shows is what the server shows, by slider and by button."""

import re
from urllib.parse import urlparse

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from playwright.sync_api import expect
from tests.conftest import ROOT
from tests.journeys.test_pages import faults_of
from tests.rooms.ageing.report import samples

from hub.rooms.ageing.report.pyramid_page import pyramid_context

pytestmark = pytest.mark.browser
LANGUAGES = ("en", "fr", "es", "ar", "zh-hans", "ru")
FILES = {
    "/hub.css": ROOT / "src/hub/commons/ui/static/ui/hub.css",
    "/ageing.css": ROOT / "src/hub/rooms/ageing/static/ageing/ageing.css",
    "/pyramid.js": ROOT / "src/hub/rooms/ageing/static/ageing/pyramid.js",
}
TYPES = {"css": "text/css", "js": "text/javascript"}
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'"
SHOWN = """() => ({
  sentence: document.querySelector(".pyramid-older").textContent,
  caption: document.querySelector("caption").textContent,
  label: document.querySelector(".pyramid-plot").getAttribute("aria-label"),
  cells: [...document.querySelectorAll("tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent)),
})"""
BARS = """() => [...document.querySelectorAll(".bars rect")].flatMap(
  (bar) => ["x", "width"].map((name) => Number(bar.getAttribute(name))))"""


def written(language: str, year: int, last: int = 2100) -> str:
    """A page with nothing but the pyramid."""
    with override(language):
        shown = render_to_string(
            "ageing/pyramid.html",
            {"pyramid": pyramid_context(samples.basis(language), samples.pyramids(last=last), year)},
        )
    return (
        f'<!doctype html><html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"><head><title>Pyramid</title>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/hub.css">'
        f'<link rel="stylesheet" href="/ageing.css"></head><body><main><h1>Pyramid</h1>{shown}</main>'
        '<script src="/pyramid.js" defer></script>'
    )


def opened(page, language: str, year: int, last: int = 2100):
    """The page of a year under the site's content policy; `faults` collects what the browser has to say about it."""
    faults = []

    def serve(route):
        path = urlparse(route.request.url).path
        if path in FILES:
            kind = TYPES[path.rsplit(".")[-1]]
            route.fulfill(body=FILES[path].read_text(), content_type=kind)
        else:
            headers = {"Content-Security-Policy": POLICY}
            route.fulfill(body=written(language, year, last), content_type="text/html", headers=headers)

    page.route("**/*", serve)
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto("http://pyramid.test/page")
    return faults


@pytest.mark.parametrize("language", LANGUAGES)
def test_slider_when_moved_then_the_script_shows_what_the_server_shows_of_that_year(page, language):
    faults = opened(page, language, 2071)
    from_server, bars = page.evaluate(SHOWN), page.evaluate(BARS)
    page.click("summary")
    page.fill("#pyramid-slider", "3")
    assert page.evaluate(SHOWN) != from_server
    page.fill("#pyramid-slider", str(2071 - 2024))
    assert page.evaluate(SHOWN) == from_server
    assert page.evaluate(BARS) == pytest.approx(bars, abs=0.11)
    assert faults == []


def test_slider_when_moved_by_keys_then_year_is_told_once_the_hand_is_still_and_kept_in_the_address(page):
    opened(page, "en", 2050)
    page.focus("#pyramid-slider")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert page.get_attribute("#pyramid-slider", "aria-valuetext") == "2053"
    assert page.text_content("[role=status]") == ""
    expect(page.locator("[role=status]")).to_contain_text("2053:")
    assert page.url.endswith("?year=2053")


def test_play_when_pressed_then_years_run_to_the_end_and_stop(page):
    opened(page, "en", 2024, last=2032)
    button = page.locator(".pyramid-moving button")
    button.click()
    assert button.text_content() == "Pause"
    expect(page.locator(".pyramid output")).to_have_text("2032")
    assert button.text_content() == "Play"
    page.wait_for_timeout(500)
    assert page.text_content(".pyramid output") == "2032"


def test_play_when_less_motion_is_asked_for_then_years_leap_and_bars_do_not_glide(browser):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    opened(page, "en", 2024)
    page.click(".pyramid-moving button")
    expect(page.locator(".pyramid output")).to_have_text("2029")
    assert page.evaluate("getComputedStyle(document.querySelector('.bars rect')).transitionDuration") == "0s"
    context.close()


def test_page_when_there_is_no_script_then_a_form_asks_for_the_year(browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    opened(page, "en", 2050)
    assert page.is_visible("#pyramid-year")
    assert not page.is_visible("#pyramid-slider")
    page.select_option("#pyramid-year", "2040")
    page.click(".pyramid-choice button")
    assert re.search(r"[?&]year=2040$", page.url)
    context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_phone_when_looked_at_then_nothing_overflows_and_men_stand_where_reading_starts(phone, language):
    opened(phone, language, 2050)
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    men, women = (phone.locator(f".side.{name}").bounding_box()["x"] for name in ("men", "women"))
    assert (men > women) == (language == "ar")


def test_page_when_examined_then_axe_finds_nothing(page, axe_source):
    opened(page, "en", 2050)
    page.click("summary")
    assert faults_of(page, axe_source) == []
