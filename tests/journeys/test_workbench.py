"""The workbench in a real browser: by mouse and by keyboard, at phone width, in English and Arabic, and against the engine."""

from base64 import b64encode
from pathlib import Path

import numpy as np
import pytest
from tests.conftest import ROOT
from tests.journeys.test_pages import faults_of, sign_in
from tests.rooms.monitoring.engine.test_workbench import make_bench

from hub.rooms.monitoring.engine.workbench import DRAWS, Bench, Choices, answer, extreme_multipliers

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "src/hub/rooms/monitoring/static/monitoring/workbench-ranks.js"
ASK = """({ file, multipliers, normalisation, aggregation, before }) => {
  const ranks = new WorkbenchRanks(file);
  // what was asked before must leave nothing behind
  for (const other of before) { ranks.choose(other); ranks.update(); }
  ranks.choose(multipliers, normalisation, aggregation);
  ranks.update();
  const plain = (values) => [...values].map((value) => (value === value ? value : null));
  const bands = { low: plain(ranks.low), median: plain(ranks.median), high: plain(ranks.high) };
  return { rank: plain(ranks.rank), ...bands, score: plain(ranks.scores[0]),
    best: ranks.extremes(0, 1), worst: ranks.extremes(0, -1) };
}"""


def file_of(bench: Bench) -> dict[str, object]:
    """The bench as the published file has it, with the normalised values in it."""
    columns = [[None if np.isnan(value) else value for value in column] for column in bench.values.T.tolist()]
    published = [[None if np.isnan(value) else value for value in column] for column in bench.published.T.tolist()]
    nodes = [{name: getattr(one, name) for name in one.__dataclass_fields__} for one in bench.branches]
    draws = {"number": DRAWS, "spreads": bench.spreads.tolist(), "scales": bench.scales, "means": bench.means}
    strata = b64encode(bench.strata.tobytes()).decode()
    places = [[code, code] for code in bench.places]
    return {
        "places": places,
        "nodes": nodes,
        "values": columns,
        "published": published,
        "draws": {**draws, "strata": strata},
    }


@pytest.mark.parametrize(
    "choices",
    [
        Choices(),
        Choices({"a": 2.35, "b2": 0.4}),
        Choices({"a": 0.0, "c1": 0.0}),
        Choices({"b": 0.7}, "zscore", "geometric"),
        Choices({"c": 1.9}, aggregation="geometric"),
        Choices({"c": 1.9}, "minmax", "arithmetic"),
    ],
)
@pytest.mark.parametrize(
    ("seed", "gaps", "method"),
    [(1, 0.0, "arithmetic"), (2, 0.15, "arithmetic"), (3, 0.1, "geometric"), (4, 0.1, "harmonic")],
)
def test_browser_when_asked_the_same_as_the_engine_then_the_answer_is_the_same(browser, choices, seed, gaps, method):
    bench = make_bench(seed, places=40, share_of_gaps=gaps, method=method)
    expected = answer(bench, choices)
    page = browser.new_page()
    page.add_script_tag(path=str(SCRIPT))
    asked = {
        "multipliers": dict(choices.multipliers),
        "normalisation": choices.normalisation,
        "aggregation": choices.aggregation,
    }
    found = page.evaluate(ASK, {"file": file_of(bench), **asked, "before": [{"a": 0.0}, {"a": 3.0, "b1": 0.2}, {}]})
    page.close()
    score = np.array(found["score"], float)
    np.testing.assert_allclose(score, expected.scores[:, 0], rtol=1e-13)
    assert found["rank"] == expected.rank.tolist()
    scored = expected.rank > 0
    for name in ("low", "median", "high"):
        np.testing.assert_allclose(np.array(found[name])[scored], getattr(expected, name)[scored], atol=1e-9)
    for name, highest in (("best", True), ("worst", False)):
        assert found[name] == pytest.approx(
            extreme_multipliers(bench, expected, bench.places[0], highest=highest), abs=1e-9
        )


@pytest.fixture
def address(site, browser):
    """Address of the workbench of the demonstration edition, in a language."""
    context = browser.new_context()
    code = context.request.get(f"{site}/api/v1/monitoring/editions").json()[0]["code"]
    context.close()
    return lambda language="en", query="": f"{site}/{language}/monitoring/editions/{code}/workbench/{query}"


def shown_in(page):
    """Texts of the rows of ranks."""
    return page.evaluate("[...document.querySelectorAll('#ranks tr')].map((row) => row.innerText.trim())")


def until(page, claim, known=None):
    """Wait until a claim about the page holds. (Playwright's own way makes code out of text, which the policy forbids.)"""
    for _ in range(200):
        if page.evaluate(f"(known) => {claim}", known):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {claim}")


def wait_for_figures(page):
    """Reach for the workbench, and wait until its figures are there."""
    with page.expect_response(lambda answered: "workbench.json" in answered.url):
        page.focus("#place")
    until(page, "document.getElementById('said').textContent !== ''")


def test_page_when_nobody_touches_it_then_the_figures_are_not_fetched_and_afterwards_they_change_nothing(page, address):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address(), wait_until="networkidle")
    assert not any("workbench.json" in url for url in asked)
    before = shown_in(page)
    wait_for_figures(page)
    assert shown_in(page) == before


def test_page_when_a_slider_is_dragged_then_ranks_move_before_it_is_let_go(page, address):
    page.goto(address())
    wait_for_figures(page)
    before, page_text, slider = (
        shown_in(page),
        page.inner_text("#ranks").strip(),
        page.locator(".node.area input[type=range]").first,
    )
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 4, box["y"] + box["height"] / 2, steps=8)
    until(page, "document.querySelector('#ranks').innerText.trim() !== known", page_text)
    assert shown_in(page) != before
    page.mouse.up()
    until(page, "location.search.includes('w.')")


def test_page_when_only_the_keyboard_is_used_then_weights_places_and_presets_are_reached(page, address):
    page.goto(address())
    wait_for_figures(page)
    slider = page.locator(".node.area input[type=range]").first
    slider.focus()
    page.keyboard.press("End")
    until(page, "location.search.includes('=3')")
    assert slider.get_attribute("aria-valuetext").startswith("× 3.00")
    page.locator("[data-do=best]").focus()
    page.keyboard.press("Enter")
    until(page, "!location.search.includes('=3') && location.search.includes('w.')")
    page.locator("[data-do=reset]").focus()
    page.keyboard.press("Enter")
    until(page, "!location.search.includes('w.')")
    page.locator(".node summary").first.focus()
    page.keyboard.press("Enter")
    page.locator("#parts .level-1 .fold").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#parts .level-1 .fold").first.get_attribute("aria-expanded") == "true"
    page.locator("#all").focus()
    page.keyboard.press("Space")
    until(page, "document.querySelectorAll('#ranks tr').length === 60")


def test_page_when_best_and_worst_are_asked_for_then_the_place_is_told_its_rank_with_a_band(page, address):
    page.goto(address(query="?place=SYN-AFR-05"))
    wait_for_figures(page)
    ranks = {}
    for asked in ("worst", "best"):
        page.click(f"[data-do={asked}]")
        page.wait_for_timeout(500)
        ranks[asked] = int(page.inner_text("[data-of=rank]"))
        assert "band from" in page.text_content("#said")
    assert ranks["best"] < ranks["worst"]


def test_page_when_its_address_is_opened_elsewhere_then_the_server_shows_the_same(page, address):
    page.goto(address(query="?place=SYN-AFR-05"))
    wait_for_figures(page)
    page.select_option("#aggregation", "geometric")
    page.locator("input[name=pick]").first.evaluate("(box) => box.click()")
    page.click("[data-do=worst]")
    page.wait_for_timeout(600)
    before, where = shown_in(page), page.url
    parts = page.evaluate("document.getElementById('parts').textContent.replace(/\\s+/g, '')")
    context = page.context.browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(where)
    assert [row.inner_text().strip() for row in plain.locator("#ranks tr").all()] == before
    assert "".join(plain.locator("#parts").text_content().split()) == parts
    context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_page_when_used_on_a_phone_then_axe_finds_nothing_and_nothing_overflows(phone, address, axe_source, language):
    phone.goto(address(language))
    wait_for_figures(phone)
    phone.tap("[data-do=best]")
    phone.locator(".node summary").first.tap()
    phone.locator("#parts .level-1 .fold").first.tap()
    phone.wait_for_timeout(500)
    assert faults_of(phone, axe_source) == []
    assert phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert phone.evaluate("document.querySelector('#ranks').getBoundingClientRect().width <= innerWidth")


def test_page_when_used_then_the_content_policy_is_never_hurt(page, address):
    hurts = []
    page.on("console", lambda message: hurts.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: hurts.append(str(error)))
    page.goto(address())
    wait_for_figures(page)
    page.click("[data-do=worst]")
    page.select_option("#normalisation", "zscore")
    page.wait_for_timeout(500)
    assert hurts == []


def test_replications_when_run_on_the_server_then_the_bar_moves_and_a_table_with_bands_comes(
    page, site, address, tmp_path
):
    sign_in(page, site, "learner@demo.example")
    page.goto(address(query="?w.education=2"))
    page.fill("#id_replications", "100000")
    page.click("form[action$='/whatifs/'] button")
    page.wait_for_url("**/whatifs/*/")
    page.wait_for_selector("a[href$='.csv']", timeout=60_000)
    with page.expect_download() as taken:
        page.click("a[href$='.csv']")
    rows = Path(taken.value.path()).read_text(encoding="utf-8").splitlines()
    assert (rows[0].split(",")[-1], len(rows)) == ("percent_among_first", 61)
