"""Every page of ours, in six languages, at phone width: axe finds nothing, nothing is wider than the screen, nothing comes
from elsewhere, and the page keeps its budget."""

import re

import pytest

pytestmark = pytest.mark.browser
LANGUAGES = ("en", "fr", "es", "ar", "zh-hans", "ru")
OPEN_PAGES = (
    *("", "map/", "search/?q=cork", "cities/", "cities/irl-cork/", "cities/as-of/?date=2019-07-17", "privacy/"),
    *("accessibility/", "borders/", "sources/", "gallery/", "monitoring/", "monitoring/rounds/", "monitoring/trace/"),
    *(
        "ageing/",
        "ageing/syn-alderhaven/",
        "ageing/syn-alderhaven/scenarios/?migration=50&longer=2",
        "ageing/irl-cork/",
    ),
    *("ageing/syn-alderhaven/demand/", "ageing/syn-alderhaven/readiness/", "ageing/syn-alderhaven/sources/"),
    *("account/login/", "account/signup/", "account/login/code/", "account/password/reset/", "no-such-page/"),
)
AXE = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
BUDGET_BYTES, SCRIPT_BYTES = 120 * 1024, 30 * 1024


def faults_of(page, axe_source):
    """What axe finds, as (rule, where)."""
    page.evaluate(axe_source)
    found = page.evaluate(AXE)["violations"]
    return [(one["id"], node["target"], node["failureSummary"][:200]) for one in found for node in one["nodes"]]


def demonstration_pages(site, browser):
    """The pages of the demonstration edition and round, found as a reader finds them."""
    context = browser.new_context()
    editions = context.request.get(f"{site}/api/v1/monitoring/editions").json()
    edition = editions[0]["code"]
    scores = context.request.get(f"{site}/api/v1/monitoring/editions/{edition}/scores").json()
    rounds = context.request.get(f"{site}/api/v1/monitoring/rounds").json()
    front = context.request.get(f"{site}/en/monitoring/editions/{edition}/").text()
    sections = sorted(set(re.findall(rf'/en/monitoring/editions/{edition}/([\w-]+)/"', front)) - {"publish", "places"})
    context.close()
    pages = [
        f"monitoring/editions/{edition}/",
        f"monitoring/editions/{edition}/places/",
        f"monitoring/trace/{scores[0]['key']}/",
    ]
    pages += [f"monitoring/editions/{edition}/{section}/" for section in sections]
    pages += [f"monitoring/editions/{edition}/place-{scores[0]['place']}/", f"monitoring/rounds/{rounds[0]['code']}/"]
    return pages


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_when_looked_at_then_axe_finds_nothing_and_nothing_overflows(site, browser, phone, axe_source, language):
    faults = {}
    for path in (*OPEN_PAGES, *demonstration_pages(site, browser), "/api/docs"):
        phone.goto(f"{site}{path}" if path.startswith("/") else f"{site}/{language}/{path}")
        found = faults_of(phone, axe_source)
        overflow = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if found or overflow > 0:
            faults[path] = (found, overflow)
    assert faults == {}


def test_pages_when_loaded_cold_then_they_keep_the_budget_and_ask_nobody_else(site, browser):
    over = {}
    for path in (*OPEN_PAGES, *demonstration_pages(site, browser)):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        answers = []
        page.on("response", lambda answer, answers=answers: answers.append(answer))
        page.goto(f"{site}/en/{path}", wait_until="networkidle")
        foreign = [answer.url for answer in answers if not answer.url.startswith((site, "data:"))]
        sizes = {answer.url: _transferred(answer) for answer in answers if not answer.url.startswith("data:")}
        scripts = sum(size for url, size in sizes.items() if url.endswith(".js"))
        if foreign or sum(sizes.values()) > BUDGET_BYTES or scripts > SCRIPT_BYTES:
            over[path] = (foreign, sizes)
        context.close()
    assert over == {}


def _transferred(answer):
    """Bytes over the wire: the body as the server encodes it (gzip where the browser would get it so)."""
    if answer.request.redirected_to:
        return 0
    if answer.headers.get("content-encoding"):
        return answer.request.sizes()["responseBodySize"]
    return len(answer.body())


def test_pages_when_loaded_then_the_content_policy_is_never_hurt(site, browser):
    hurts = []
    context = browser.new_context()
    page = context.new_page()
    page.on(
        "console",
        lambda message: (
            hurts.append((page.url, message.text)) if message.type == "error" and "404" not in message.text else None
        ),
    )
    page.on("pageerror", lambda error: hurts.append((page.url, str(error))))
    for path in (*OPEN_PAGES, *demonstration_pages(site, browser)):
        page.goto(f"{site}/en/{path}", wait_until="load")
    context.close()
    assert hurts == []


@pytest.mark.parametrize("account", ["staff", "commission", "city", "expert", "learner"])
def test_pages_when_signed_in_then_axe_finds_nothing(site, phone, axe_source, account):
    sign_in(phone, site, f"{account}@demo.example")
    faults = {}
    for path in (
        "account/",
        "account/erase/",
        "account/email/",
        "account/password/change/",
        "account/2fa/",
        "account/sessions/",
        "monitoring/rounds/",
    ):
        phone.goto(f"{site}/en/{path}")
        if found := faults_of(phone, axe_source):
            faults[path] = found
    assert faults == {}


def sign_in(page, site, email):
    """Sign in with a demonstration account."""
    page.goto(f"{site}/en/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", "learning-cities")
    page.click("form[action$='login/'] button[type=submit]")
    page.wait_for_url("**/account/")
