"""Keys, secrets and tokens: who stands behind a header, what they may do, how often."""

import io
from base64 import b64encode
from contextlib import redirect_stderr, redirect_stdout
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone
from tests.factories.network import make_city
from tests.factories.people import make_person

from hub import cli
from hub.kit.errors import DataProblem, Problem
from hub.rooms.academy.actions.credentials import change_credential, make_credential, revoke_credential
from hub.rooms.academy.actions.tokens import token_for
from hub.rooms.academy.models import Credential
from hub.rooms.academy.queries import credentials as queries
from hub.rooms.academy.queries.credentials import caller_of
from hub.rooms.academy.rules import Caller
from hub.rooms.network import door as network

pytestmark = pytest.mark.django_db
ANA = {"objectType": "Agent", "mbox": "mailto:ana@city.example"}


def basic(key: str, secret: str) -> str:
    return "Basic " + b64encode(f"{key}:{secret}".encode()).decode()


def run(*words: str) -> tuple[int, str, str]:
    """Exit code, output and complaint of `hub …`."""
    out, err = io.StringIO(), io.StringIO()
    # a command closes its connections at the end; the one of the test must stay open
    with redirect_stdout(out), redirect_stderr(err), patch.object(connections, "close_all"):
        code = cli.main(list(words))
    return code, out.getvalue(), err.getvalue()


# --- making and taking away ------------------------------------------------------------------------------------------


def test_credential_when_made_then_its_header_is_the_callers():
    city = make_city()
    made = make_credential(
        None, "Moodle of Cork", scopes=["state", "statements/write"], city=city.pk, requests_per_minute=90
    )

    found = caller_of(made.header.removeprefix("Authorization: "))

    assert found == Caller(
        credential=made.credential.pk, city=city.pk, scopes=frozenset({"state", "statements/write"}),
        authority={
            "objectType": "Agent", "account": {"homePage": "http://127.0.0.1:8000", "name": "Moodle of Cork"},
        },
        requests_per_minute=90,
    )  # fmt: skip


def test_credential_when_made_then_its_secret_is_in_no_table():
    made = make_credential(None, "Moodle", scopes=["all"])

    kept = [str(vars(row)) for row in (Credential.objects.get(), *Credential.history.all())]

    assert [made.secret in text for text in kept] == [False, False]
    assert [made.credential.secret_hash in text for text in kept] == [True, False]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"scopes": ["everything"]}, "scope_unknown"),
        ({"scopes": []}, "scope_absent"),
        ({"name": "  "}, "credential_name_length"),
        ({"name": "n" * 101}, "credential_name_length"),
        ({"name": "Taken"}, "credential_name_taken"),
        ({"key": "taken-key"}, "credential_key_taken"),
        ({"key": "with:colon"}, "credential_key_form"),
        ({"key": "clé"}, "credential_key_form"),
        ({"secret": "short"}, "secret_too_short"),
    ],
)
def test_credential_when_something_is_wrong_then_it_is_named_and_nothing_is_kept(fields, code):
    make_credential(None, "Taken", scopes=["all"], key="taken-key")
    given = {"name": "New", "scopes": ["all"]} | fields

    with pytest.raises(DataProblem) as refused:
        make_credential(None, given.pop("name"), **given)

    assert refused.value.code == code
    assert Credential.objects.count() == 1


def test_credential_when_a_learner_asks_for_one_then_it_is_refused():
    with pytest.raises(Problem) as refused:
        make_credential(make_person(), "Mine", scopes=["all"])

    assert refused.value.code == "credentials_not_yours"
    assert not Credential.objects.exists()


def test_credential_when_staff_makes_and_revokes_it_then_the_history_says_who():
    person = make_person()
    network.grant_role(person, "hub_staff")

    made = make_credential(person, "Moodle", scopes=["all"])
    revoke_credential(person, made.credential)

    told = [(one.history_change_reason, one.history_user) for one in made.credential.history.order_by("history_id")]
    assert told == [("academy.make_credential", person), ("academy.revoke_credential", person)]


def test_credential_when_revoked_twice_then_the_first_time_stands():
    made = make_credential(None, "Moodle", scopes=["all"])
    revoke_credential(None, made.credential)
    first = made.credential.revoked

    revoke_credential(None, made.credential)

    assert Credential.objects.get().revoked == first
    assert made.credential.history.count() == 2


# --- who stands behind a header ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "authorization",
    [
        "", "Basic", "Basic ", "Basic Og==", "Basic !!!", "Basic ÿÿÿÿ", basic("key-of-moodle", "not-its-secret-at-all"),
        basic("nobody", "a-secret-of-moodle"), basic("key-of-moodle", ""), "Basic " + b64encode(b"key-of-moodle").decode(),
        "Basic " + b64encode(b"\xff\xfe:a-secret-of-moodle").decode(),
        "Basic:" + b64encode(b"key-of-moodle:a-secret-of-moodle").decode(), "Basic " + b64encode(b"a\x00b:c").decode(),
        "Digest " + b64encode(b"key-of-moodle:a-secret-of-moodle").decode(), "Bearer", "Bearer abc", "Bearer a:b:c", "\udcff",
    ],
    ids=repr,
)  # fmt: skip
def test_header_when_it_is_nobodys_then_there_is_no_caller(authorization):
    make_credential(None, "Moodle", scopes=["all"], key="key-of-moodle", secret="a-secret-of-moodle")

    assert caller_of(authorization) is None


def test_header_when_the_scheme_is_in_another_case_then_it_counts():
    made = make_credential(None, "Moodle", scopes=["all"], key="key", secret="with:colons:and:more")

    assert caller_of(basic("key", "with:colons:and:more").replace("Basic", "bASIC ")).credential == made.credential.pk


def test_header_when_asked_again_within_ten_seconds_then_the_database_is_left_alone(django_assert_num_queries):
    made = make_credential(None, "Moodle", scopes=["all"])
    header = basic(made.credential.key, made.secret)

    with django_assert_num_queries(1):
        assert caller_of(header) is caller_of(header)


def test_header_when_revoked_in_another_process_then_it_ends_after_ten_seconds(monkeypatch):
    made = make_credential(None, "Moodle", scopes=["all"])
    header = basic(made.credential.key, made.secret)
    monkeypatch.setattr(queries, "monotonic", lambda: 100.0)
    assert caller_of(header) is not None
    Credential.objects.update(revoked=timezone.now())

    monkeypatch.setattr(queries, "monotonic", lambda: 109.9)
    before = caller_of(header)
    monkeypatch.setattr(queries, "monotonic", lambda: 110.0)

    assert before is not None
    assert caller_of(header) is None


def test_header_when_revoked_or_changed_in_this_process_then_it_counts_at_once(django_capture_on_commit_callbacks):
    made = make_credential(None, "Moodle", scopes=["all"])
    header = basic(made.credential.key, made.secret)
    assert caller_of(header).scopes == {"all"}

    with django_capture_on_commit_callbacks(execute=True):
        change_credential(None, made.credential, scopes=["state"], requests_per_minute=5)
    changed = caller_of(header)
    with django_capture_on_commit_callbacks(execute=True):
        revoke_credential(None, made.credential)

    assert (changed.scopes, changed.requests_per_minute) == ({"state"}, 5)
    assert caller_of(header) is None


def test_header_when_very_many_come_then_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(queries, "MOST_KEPT", 3)
    for number in range(8):
        caller_of("Bearer " + token_for(ANA, city=number))

    assert len(queries._kept) <= 3


# --- tokens --------------------------------------------------------------------------------------------------------------


def test_token_when_made_then_the_caller_speaks_for_that_person_only():
    registration = uuid4()

    found = caller_of("Bearer " + token_for(ANA, registration=registration, city=7, scopes=["state"]))

    assert found == Caller(
        credential=0, city=7, scopes=frozenset({"state"}), person=ANA, registration=str(registration), requests_per_minute=600,
        authority={"objectType": "Agent", "account": {"homePage": "http://127.0.0.1:8000", "name": "hub"}},
    )  # fmt: skip


def test_token_when_a_quarter_of_an_hour_has_passed_then_it_is_nobodys(monkeypatch):
    made = 1_800_000_000.5
    monkeypatch.setattr("hub.rooms.academy.actions.tokens.time", lambda: made)
    header = "Bearer " + token_for(ANA)

    monkeypatch.setattr(queries, "time", lambda: made + 898)
    inside = caller_of(header)
    queries.forget_callers()
    monkeypatch.setattr(queries, "time", lambda: made + 900)

    assert inside.person == ANA
    assert caller_of(header) is None


def test_token_when_a_letter_was_changed_then_it_is_nobodys():
    token = token_for(ANA)
    changed = ("b" if token[0] != "b" else "c") + token[1:]

    assert caller_of("Bearer " + changed) is None


def test_token_when_a_scope_is_unknown_then_it_is_not_made():
    with pytest.raises(ValueError, match="statements/delete"):
        token_for(ANA, scopes=["statements/delete"])


# --- the command ----------------------------------------------------------------------------------------------------------


def test_command_when_a_credential_is_made_then_key_secret_and_header_are_printed():
    city = make_city()

    code, out, _ = run(
        "xapi", "credential", "Moodle", "--scope", "state", "--scope", "profile", "--city", city.code, "--rate", "9"
    )

    key, secret, header = out.splitlines()
    found = caller_of(header.removeprefix("Authorization: "))
    assert code == 0
    assert basic(key.removeprefix("key: "), secret.removeprefix("secret: ")) == header.removeprefix("Authorization: ")
    assert (found.scopes, found.city, found.requests_per_minute) == ({"state", "profile"}, city.pk, 9)


def test_command_when_key_and_secret_are_given_then_they_are_taken():
    _, out, _ = run("xapi", "credential", "Suite", "--scope", "all", "--key", "suite", "--secret", "sixteen-letters-1")

    assert out.splitlines()[:2] == ["key: suite", "secret: sixteen-letters-1"]
    assert caller_of(basic("suite", "sixteen-letters-1")).scopes == {"all"}


def test_command_when_listing_then_every_credential_is_one_line_without_secrets(django_assert_num_queries):
    made = make_credential(None, "A", scopes=["all"])
    revoked = make_credential(None, "B", scopes=["state"], city=make_city(code="irl-x").pk, requests_per_minute=30)
    revoke_credential(None, revoked.credential)

    with django_assert_num_queries(1):
        _, out, _ = run("xapi", "credential", "--list")

    day = revoked.credential.revoked
    assert out.splitlines() == [
        f"A  {made.credential.key}  all  all cities  any rate  in use",
        f"B  {revoked.credential.key}  state  irl-x  30 a minute  revoked {day:%Y-%m-%d}",
    ]


def test_command_when_revoking_then_the_key_is_refused_from_then_on(django_capture_on_commit_callbacks):
    made = make_credential(None, "Moodle", scopes=["all"])
    assert caller_of(basic(made.credential.key, made.secret)) is not None

    with django_capture_on_commit_callbacks(execute=True):
        code, out, _ = run("xapi", "credential", "Moodle", "--revoke")

    assert (code, out) == (0, "Moodle: revoked; no web process accepts it after ten seconds\n")
    assert caller_of(basic(made.credential.key, made.secret)) is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Moodle",), "A credential without a scope can do nothing."),
        (("Moodle", "--scope", "everything"), "There is no scope “everything”."),
        (("Moodle", "--scope", "all", "--city", "atlantis"), "There is no city with the code “atlantis”."),
        (("Moodle", "--revoke"), "There is no credential “Moodle”."),
        (("--scope", "all"), "The name of a credential has 1 to 100 characters; found: “–”."),
    ],
)
def test_command_when_something_is_wrong_then_it_says_so_and_ends_with_2(words, said):
    code, out, err = run("xapi", "credential", *words)

    assert (code, out) == (2, "")
    assert said in err


# --- the back office --------------------------------------------------------------------------------------------------------


@pytest.fixture
def office(client):
    client.force_login(make_person(is_staff=True, is_superuser=True))
    return client


def test_office_when_a_credential_is_added_then_the_secret_is_shown_once(office):
    city = make_city()
    fields = {"name": "Moodle", "scopes": ["state"], "city": city.pk, "requests_per_minute": "12"}

    answer = office.post("/admin/academy/credential/add/", fields, follow=True)

    kept = Credential.objects.get()
    text = next(str(message) for message in answer.context["messages"] if "secret" in str(message))
    found = caller_of(text.rpartition("Authorization: ")[2])
    assert (found.credential, found.scopes, found.city, found.requests_per_minute) == (kept.pk, {"state"}, city.pk, 12)
    assert "Authorization: Basic" not in office.get(f"/admin/academy/credential/{kept.pk}/change/").text


def test_office_when_a_credential_is_changed_then_name_key_and_secret_stay(office):
    made = make_credential(None, "Moodle", scopes=["all"])

    office.post(
        f"/admin/academy/credential/{made.credential.pk}/change/",
        {"name": "Other", "scopes": ["state", "profile"], "requests_per_minute": "7"},
    )

    kept = Credential.objects.get()
    assert (kept.name, kept.key, kept.secret_hash) == ("Moodle", made.credential.key, made.credential.secret_hash)
    assert (kept.scopes, kept.requests_per_minute) == (["state", "profile"], 7)


def test_office_when_credentials_are_ticked_then_they_are_revoked(office):
    made = make_credential(None, "Moodle", scopes=["all"])

    office.post(
        "/admin/academy/credential/", {"action": "revoke", "_selected_action": [str(made.credential.pk)]}, follow=True
    )

    assert Credential.objects.get().revoked is not None


def test_office_when_somebody_else_of_the_back_office_asks_then_it_is_closed(client):
    client.force_login(make_person(is_staff=True))

    assert client.get("/admin/academy/credential/").status_code == 403
    assert client.get("/admin/academy/credential/add/").status_code == 403
