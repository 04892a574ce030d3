"""Naming other stores, keeping their secrets, and `hub xapi forward`."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from tests.factories.people import make_person
from tests.rooms.academy.other_store import OtherStore, forward_to, keep, open_other_store, says

from hub.kit.errors import DataProblem, Problem
from hub.rooms.academy.actions.forwards import Terms, add_forward, pause_forward, remove_forward
from hub.rooms.academy.actions.sealing import opened, sealed
from hub.rooms.academy.models import Forward

pytestmark = pytest.mark.django_db


@pytest.fixture
def other() -> Iterator[OtherStore]:
    with open_other_store() as store:
        yield store


def test_secret_when_kept_then_it_cannot_be_read_without_the_key_of_the_site(other, settings):
    forward = forward_to(other)
    assert "secret of the other" not in str(Forward.objects.filter(pk=forward.pk).values())
    assert opened(forward.secret) == "secret of the other"
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another"
    with pytest.raises(DataProblem, match="sealed_secret_unreadable"):
        opened(forward.secret)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert opened(forward.secret) == "secret of the other"
    assert opened(sealed("x")) == "x"


@pytest.mark.parametrize(
    ("address", "fields", "code"),
    [
        ("http://store.example/xapi", {}, "forward_address_open"),
        ("ftp://store.example/xapi", {}, "manifest_address_invalid"),
        ("https://ana:word@store.example/xapi", {}, "manifest_address_invalid"),
        ("https://store.example/xapi/statements", {}, "forward_address_form"),
        ("https://store.example/xapi?a=b", {}, "forward_address_form"),
        ("https://store.example/xapi", {"terms": Terms(version="0.95")}, "forward_version_unknown"),
        ("https://store.example/xapi", {"terms": Terms(verbs=["completed"])}, "forward_verb_invalid"),
        ("https://store.example/xapi", {"secret": ""}, "forward_incomplete"),
        ("https://store.example/xapi", {"key": "a:b"}, "forward_incomplete"),
    ],
)
def test_forward_when_it_is_named_wrongly_then_it_is_refused(address, fields, code):
    with pytest.raises(DataProblem, match=code):
        add_forward(None, "Ministry", address, **({"key": "key", "secret": "secret"} | fields))


def test_forward_when_its_name_is_taken_then_it_is_refused(other):
    forward_to(other)
    with pytest.raises(DataProblem, match="forward_name_taken"):
        forward_to(other)


def test_forward_when_a_visitor_without_the_right_asks_then_nothing_changes(other):
    forward = forward_to(other)
    with pytest.raises(Problem, match="forwards_not_yours"):
        pause_forward(make_person(), forward)
    assert Forward.objects.get().paused is None


def test_forward_when_removed_then_its_history_stays_without_the_secret(other):
    forward = forward_to(other)
    remove_forward(None, forward)
    rows = list(Forward.history.values())
    assert [row["history_change_reason"] for row in rows] == ["academy.remove_forward", "academy.add_forward"]
    assert "secret" not in rows[0]


def test_command_when_used_from_end_to_end_then_it_says_what_it_does(other, monkeypatch):
    out = StringIO()
    kept = keep(3)
    other.poisoned = {kept[1]: 400}
    monkeypatch.setattr("sys.stdin", StringIO("secret\n"))
    call_command("xapi_forward", "add", "Ministry", other.address, "--key", "key", "--private", stdout=out)
    call_command("xapi_forward", "run", stdout=out)
    call_command("xapi_forward", "list", stdout=out)
    call_command("xapi_forward", "failures", "Ministry", stdout=out)
    call_command("xapi_forward", "pause", "Ministry", stdout=out)
    call_command("xapi_forward", "list", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[:3] == [
        f"Ministry: sending to {other.address} in the background.",
        "Ministry: 2 sent, 1 refused",
        f"Ministry  {other.address}  1.0.3  runs  at 3 of 3  1 refused",
    ]
    assert (lines[3].split("  ")[0], lines[3].split("  ")[2:]) == ("2", ["HTTP 400", '{"said": "status 400"}'])
    assert lines[4] == f"Ministry  {other.address}  1.0.3  paused  at 3 of 3  1 refused"


def test_command_when_it_adds_from_now_then_what_is_there_is_left_out(other):
    keep(3)
    call_command(
        "xapi_forward", "add", "Ministry", other.address, "--key", "key", "--secret", "s", "--private", "--from-now", stdout=StringIO()
    )  # fmt: skip
    new = keep(1)
    call_command("xapi_forward", "run", "Ministry", stdout=StringIO())
    assert other.held == new


def test_command_when_the_other_store_is_in_trouble_then_it_ends_with_1_and_with_2_where_the_name_is_unknown(other):
    forward_to(other)
    keep(1)
    other.script = [says(503, Retry_After="300")]
    with pytest.raises(CommandError) as troubled:
        call_command("xapi_forward", "run", stdout=StringIO())
    with pytest.raises(CommandError) as refused:
        call_command("xapi_forward", "pause", "Nobody", stdout=StringIO())
    assert (troubled.value.returncode, refused.value.returncode) == (1, 2)
