"""The public front: every page answers, in every language, within its budget of queries."""

import pytest
from tests.factories.network import make_member
from tests.factories.people import make_person

from hub.rooms.network.queries import kept

PAGES = ("", "map/", "search/", "privacy/", "accessibility/", "borders/", "sources/", "gallery/")
BUDGET = 12


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "zh-hans", "ru"])
def test_page_when_opened_in_a_language_then_it_says_so(client, db, path, language):
    page = client.get(f"/{language}/{path}").content.decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page


@pytest.mark.parametrize("is_known", [False, True])
def test_home_when_nothing_is_kept_yet_then_it_costs_no_more_than_the_budget(
    client, db, django_assert_max_num_queries, is_known
):
    for _ in range(3):
        make_member()
    if is_known:
        client.force_login(make_person())
    kept.forget()
    with django_assert_max_num_queries(BUDGET):
        assert client.get("/en/").status_code == 200


def test_front_when_no_language_is_named_then_it_answers_in_that_of_the_reader(client, db):
    assert '<html lang="fr"' in client.get("/", headers={"accept-language": "fr-CH, fr;q=0.9"}).content.decode()
    assert client.get("/map/", headers={"accept-language": "ru"}).url == "/ru/map/"


def test_pages_when_shown_then_they_link_to_themselves_in_every_language(client, db):
    page = client.get("/ar/map/?region=africa").content.decode()
    for language in ("en", "fr", "es", "ar", "zh-hans", "ru"):
        assert f'hreflang="{language}" href="/{language}/map/?region=africa"' in page


def test_page_when_there_is_none_then_it_is_404_in_the_language(client, db):
    answer = client.get("/ar/none-such/")
    assert (answer.status_code, 'dir="rtl"' in answer.content.decode()) == (404, True)


def test_policy_when_a_page_is_ours_then_nothing_inline_is_allowed(client, db):
    policy = client.get("/en/").headers["Content-Security-Policy"]
    assert ("unsafe" in policy, "script-src 'self';" in policy + ";") == (False, True)


def test_policy_when_the_page_is_a_back_office_then_it_has_its_own(client, db):
    assert "'unsafe-inline'" in client.get("/admin/login/").headers["Content-Security-Policy"]


def test_back_offices_when_staff_opens_them_then_they_answer(client, admin_user):
    client.force_login(admin_user)
    assert [client.get(address).status_code for address in ("/admin/", "/admin/network/city/")] == [200, 200]


def test_health_when_asked_then_it_costs_no_query(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get("/health").content == b"well\n"
