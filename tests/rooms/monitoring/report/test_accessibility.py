"""axe-core finds nothing in the report that stands alone, in both directions of writing, by day and by night."""

from pathlib import Path

import pytest
from tests.journeys.conftest import FLAGS, chromium
from tests.rooms.monitoring.report.runs import small_run

from hub.commons.documents.web import render_report
from hub.rooms.monitoring.report.sections.build import build_document

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_report_then_no_violation_and_no_sideways_scrolling(language: str, scheme: str, tmp_path: Path):
    path = chromium()
    if path is None:
        pytest.skip("no Chromium here")
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    page_file = tmp_path / "report.html"
    page_file.write_text(render_report(build_document(small_run(synthetic=True), language)), encoding="utf-8")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page(viewport={"width": 360, "height": 800}, color_scheme=scheme)
        page.goto(page_file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert [found["id"] for found in Axe().run(page).response["violations"]] == []
        browser.close()
