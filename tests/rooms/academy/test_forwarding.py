"""Sending statements on to another store, which answers, fails and hangs as it is told to."""

import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone
from tests.factories.network import make_city
from tests.rooms.academy.other_store import CutError, OtherStore, forward_to, keep, open_other_store, says

from hub.commons.jobs import background
from hub.kit.errors import DataProblem
from hub.rooms.academy.actions.forwarding import (
    MOST_REFUSALS,
    forward_all,
    forward_new,
    keep_forwarding,
    send_failures_again,
)
from hub.rooms.academy.actions.forwards import pause_forward, resume_forward
from hub.rooms.academy.actions.sending import retry_after
from hub.rooms.academy.models import Attachment, Forward, ForwardFailure, Statement

pytestmark = pytest.mark.django_db
COMPLETED = "http://adlnet.gov/expapi/verbs/completed"
FAILED = "http://adlnet.gov/expapi/verbs/failed"


@pytest.fixture
def other() -> Iterator[OtherStore]:
    with open_other_store() as store:
        yield store


def due(forward: Forward) -> None:
    """Let the time of the next try come."""
    Forward.objects.filter(pk=forward.pk).update(next_try=timezone.now() - timedelta(seconds=1))


def fresh(forward: Forward) -> Forward:
    return Forward.objects.get(pk=forward.pk)


def ids(*numbers: int) -> list[str]:
    return [str(UUID(int=number)) for number in numbers]


def cut_after_taking(store, got):
    store.take(got)
    raise CutError


def test_forwarding_when_all_is_well_then_everything_is_sent_in_order_in_batches(other):
    forward, kept = forward_to(other), keep(450)
    done = forward_new(forward.pk)
    assert (done.sent, done.refused, done.has_more) == (450, 0, False)
    assert (other.held, other.sizes, fresh(forward).position) == (kept, [200, 200, 50], 450)


def test_forwarding_when_it_sends_then_the_request_is_what_the_protocol_asks(other):
    forward = forward_to(other, version="2.0.0")
    [kept] = keep(verb={"id": COMPLETED, "display": {"fr": "terminé"}})
    forward_new(forward.pk)
    [got] = other.got
    assert (got.path, got.statements) == ("/xapi/statements", [json.loads(Statement.objects.get(id=kept).body)])
    assert {name: got.headers[name] for name in ("Authorization", "X-Experience-API-Version", "Content-Type")} == {
        "Authorization": "Basic a2V5OnNlY3JldCBvZiB0aGUgb3RoZXI=", "X-Experience-API-Version": "2.0.0",
        "Content-Type": "application/json",
    }  # fmt: skip


def test_forwarding_when_run_again_then_only_what_is_new_is_sent(other):
    forward, _ = forward_to(other), keep(3)
    forward_new(forward.pk)
    forward_new(forward.pk)
    keep(2)
    forward_new(forward.pk)
    assert other.sizes == [3, 2]


@pytest.mark.parametrize("status", [500, 502, 503, 429, 401, 403, 404, 301])
def test_forwarding_when_the_other_store_is_in_trouble_then_the_line_stops_and_waits(other, status):
    forward, kept = forward_to(other), keep(2)
    other.script = [says(status, Location="http://127.0.0.1:9/elsewhere")]
    before = timezone.now()
    done = forward_new(forward.pk, seconds=0.0)
    stopped = fresh(forward)
    assert (done.sent, stopped.position, stopped.tries) == (0, 0, 1)
    assert (stopped.last_error, stopped.paused) == (f'HTTP {status} {{"said": "status {status}"}}', None)
    assert timedelta(seconds=0.5) <= stopped.next_try - before <= timedelta(seconds=2)
    assert forward_new(forward.pk).sent == 0
    assert len(other.got) == 1
    due(forward)
    forward_new(forward.pk)
    assert (other.held, fresh(forward).tries, fresh(forward).last_error) == (kept, 0, "")


def test_forwarding_when_trouble_lasts_then_the_waits_double(other):
    forward, _ = forward_to(other), keep(1)
    other.script = [says(500)] * 6
    waits = []
    for _ in range(6):
        due(forward)
        before = timezone.now()
        forward_new(forward.pk, seconds=0.0)
        waits.append((fresh(forward).next_try - before).total_seconds())
    assert all(2**n / 2 <= wait <= 2**n + 1 for n, wait in enumerate(waits))


def test_forwarding_when_told_when_to_come_again_then_not_sooner(other):
    forward, _ = forward_to(other), keep(1)
    other.script = [says(503, Retry_After="120")]
    before = timezone.now()
    forward_new(forward.pk)
    assert timedelta(seconds=120) <= fresh(forward).next_try - before <= timedelta(seconds=125)
    assert len(other.got) == 1


def test_forwarding_when_the_wait_is_short_then_it_goes_on_in_the_same_run(other):
    forward, kept = forward_to(other), keep(3)
    other.script = [says(503, Retry_After="1")]
    started = time.monotonic()
    assert forward_new(forward.pk, seconds=20).sent == 3
    assert (other.held, time.monotonic() - started >= 1.0) == (kept, True)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("0", 0), ("7", 7), (" 7 ", 7), ("999999999", 86_400), ("", None), ("soon", None), ("-3", None), ("1.5", None),
     ("Wed, 21 Oct 2015 07:28:00 GMT", 0)],
)  # fmt: skip
def test_retry_after_when_it_is_read_then_it_is_seconds(text, seconds):
    assert retry_after(text) == seconds


def test_retry_after_when_it_is_a_date_then_it_is_the_time_until_then():
    found = retry_after(format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True))
    assert 85 <= found <= 90


def test_forwarding_when_the_connection_is_cut_after_the_other_store_took_it_then_nothing_is_lost_or_doubled(other):
    forward, kept = forward_to(other), keep(5)
    other.script = [cut_after_taking]
    forward_new(forward.pk, seconds=0.0)
    assert (fresh(forward).position, fresh(forward).last_error.split(":")[0]) == (0, "RemoteDisconnected")
    due(forward)
    forward_new(forward.pk)
    assert (other.held, other.sizes, fresh(forward).position) == (kept, [5, 5], 5)


def test_forwarding_when_nobody_answers_then_it_waits(other):
    forward, _ = forward_to(other), keep(1)
    Forward.objects.filter(pk=forward.pk).update(address="http://127.0.0.1:9/xapi")
    forward_new(forward.pk, seconds=0.0)
    assert (fresh(forward).tries, fresh(forward).last_error.split(":")[0]) == (1, "ConnectionRefusedError")


def test_forwarding_when_the_other_store_hangs_then_it_is_not_waited_for(other):
    forward, _ = forward_to(other), keep(1)
    free = threading.Event()
    other.script = [lambda *_: free.wait(10) and None]
    forward_new(forward.pk, seconds=0.0, timeout_seconds=0.2)
    free.set()
    assert (fresh(forward).tries, fresh(forward).last_error) == (1, "TimeoutError: timed out")


@pytest.mark.parametrize("status", [400, 409, 422])
@pytest.mark.parametrize("bad", [1, 2, 5, 8, 9])
def test_forwarding_when_one_statement_is_refused_then_it_is_recorded_and_the_others_are_sent(other, status, bad):
    forward, kept = forward_to(other), keep(9)
    other.poisoned = {kept[bad - 1]: status}
    done = forward_new(forward.pk)
    assert (done.sent, done.refused, fresh(forward).position) == (8, 1, 9)
    assert other.held == [id_ for id_ in kept if id_ not in other.poisoned]
    assert list(ForwardFailure.objects.values_list("forward", "sequence", "status", "message")) == [
        (forward.pk, bad, status, f'{{"said": "status {status}"}}')
    ]


def test_forwarding_when_some_of_many_are_refused_then_each_is_found_with_few_requests(other):
    forward, kept = forward_to(other), keep(400)
    other.poisoned = {kept[index]: 400 for index in (0, 77, 78, 399)}
    assert forward_new(forward.pk).refused == 4
    assert other.held == [id_ for id_ in kept if id_ not in other.poisoned]
    assert list(ForwardFailure.objects.values_list("sequence", flat=True)) == [1, 78, 79, 400]
    assert len(other.got) < 60


def test_forwarding_when_a_request_is_too_large_then_smaller_ones_are_sent_and_nothing_is_recorded(other):
    forward, kept = forward_to(other), keep(200)
    other.most_statements = 60
    done = forward_new(forward.pk)
    assert (done.sent, done.refused, other.held) == (200, 0, kept)


def test_forwarding_when_every_statement_is_refused_then_it_stops_and_can_be_taken_up(other):
    forward, kept = forward_to(other), keep(60)
    other.poisoned = dict.fromkeys(kept, 400)
    assert forward_new(forward.pk).refused == MOST_REFUSALS
    stopped = fresh(forward)
    assert (stopped.paused is not None, stopped.position, forward_new(forward.pk).refused) == (True, MOST_REFUSALS, 0)
    other.poisoned = {}
    assert send_failures_again(stopped) == MOST_REFUSALS
    resume_forward(None, stopped)
    forward_new(forward.pk)
    assert (other.held, ForwardFailure.objects.count()) == (kept, 0)


def test_failures_when_sent_again_and_still_refused_then_they_stay_with_the_new_answer(other):
    forward, kept = forward_to(other), keep(2)
    other.poisoned = dict.fromkeys(kept, 400)
    forward_new(forward.pk)
    other.poisoned = {kept[0]: 409}
    assert send_failures_again(fresh(forward)) == 1
    assert list(ForwardFailure.objects.values_list("sequence", "status")) == [(1, 409)]
    other.script = [says(503)]
    with pytest.raises(DataProblem, match="forward_troubled"):
        send_failures_again(fresh(forward))


def test_forwarding_when_a_statement_has_attachments_then_their_bytes_go_along(other):
    forward = forward_to(other)
    content = b"%PDF-1.7\r\n--not a boundary\r\n\x00\xff"
    digest = sha256(content).hexdigest()
    Attachment.objects.create(sha2=digest, content_type="application/pdf", content=content)
    described = {"usageType": "https://h.example/certificate", "display": {"en": "Certificate"}, "contentType": "application/pdf",
                 "length": len(content), "sha2": digest}  # fmt: skip
    elsewhere = described | {"sha2": "0" * 64, "fileUrl": "https://h.example/file"}
    keep(2, attachments=[described])
    keep(1, attachments=[elsewhere])
    forward_new(forward.pk)
    [got] = other.got
    assert (got.ids, got.parts) == (ids(1, 2, 3), {digest: content})


def test_forwarding_when_statements_are_large_then_a_request_stays_small(other):
    forward = forward_to(other)
    keep(7, result={"response": "x" * 1_000_000})
    forward_new(forward.pk)
    assert other.sizes == [4, 3]


def test_forwarding_when_the_other_store_is_older_then_the_version_of_a_statement_is_left_to_it(other):
    forward = forward_to(other, version="1.0.3")
    keep(1, version="2.0.0")
    keep(1, version="1.0.0")
    forward_new(forward.pk)
    assert [one.get("version") for one in other.got[0].statements] == [None, "1.0.0"]


def test_forwarding_when_only_some_verbs_are_wanted_then_the_others_are_passed_over(other):
    forward = forward_to(other, verbs=[FAILED])
    keep(3)
    [wanted] = keep(1, verb={"id": FAILED})
    keep(2)
    assert forward_new(forward.pk).sent == 1
    assert (other.held, fresh(forward).position) == ([wanted], 6)


def test_forwarding_when_only_one_city_is_wanted_then_only_its_statements_are_sent(other):
    city, elsewhere = make_city(), make_city()
    forward = forward_to(other, city=city.pk)
    keep(2, city=elsewhere.pk)
    wanted = keep(2, city=city.pk)
    keep(2)
    forward_new(forward.pk)
    assert (other.held, fresh(forward).position) == (wanted, 6)


def test_forwarding_when_the_time_runs_out_then_it_says_that_there_is_more(other):
    forward, kept = forward_to(other), keep(450)
    assert forward_new(forward.pk, seconds=0.0).has_more is True
    assert other.held == kept[:200]


def test_forwarding_when_somebody_else_sends_then_nothing_is_sent_until_they_are_done_or_gone(other):
    forward, _ = forward_to(other), keep(2)
    busy = Forward.objects.filter(pk=forward.pk)
    busy.update(holder=UUID(int=1), held_until=timezone.now() + timedelta(minutes=1))
    assert forward_new(forward.pk).sent == 0
    busy.update(held_until=timezone.now() - timedelta(minutes=1))
    assert forward_new(forward.pk).sent == 2


@pytest.mark.django_db(transaction=True)
def test_forwarding_when_it_is_taken_over_during_a_request_then_it_stops_and_leaves_the_position(other):
    forward, kept = forward_to(other), keep(300)

    def take_over(_store, _got):
        Forward.objects.filter(pk=forward.pk).update(holder=UUID(int=9))
        connection.close()

    other.script = [take_over]
    done = forward_new(forward.pk)
    assert (done.sent, fresh(forward).position, fresh(forward).holder, other.held) == (0, 0, UUID(int=9), kept[:200])


def test_forwarding_when_paused_then_nothing_is_sent_until_it_is_taken_up(other):
    forward, kept = forward_to(other), keep(2)
    pause_forward(None, forward)
    assert forward_new(forward.pk).sent == 0
    resume_forward(None, fresh(forward))
    forward_new(forward.pk)
    assert other.held == kept


def test_forwarding_in_the_background_when_there_is_more_than_a_slice_then_all_is_sent(
    other, django_capture_on_commit_callbacks
):
    keep(3)
    with django_capture_on_commit_callbacks(execute=True):
        forward_to(other)
    assert other.sizes == [3]
    keep(1)
    keep_forwarding(Forward.objects.get().pk)
    assert other.sizes == [3, 1]


def test_forwarding_when_the_secret_cannot_be_read_then_the_forward_says_so(other, settings):
    forward, _ = forward_to(other), keep(1)
    settings.SECRET_KEY = "another"
    with pytest.raises(DataProblem, match="sealed_secret_unreadable"):
        forward_new(forward.pk)
    assert (fresh(forward).last_error, fresh(forward).holder) == ("sealed_secret_unreadable()", None)


def test_forwarding_when_the_address_turns_out_private_then_it_is_refused(other):
    forward, _ = forward_to(other), keep(1)
    Forward.objects.filter(pk=forward.pk).update(may_be_private=False)
    with pytest.raises(DataProblem, match="forward_address_private"):
        forward_new(forward.pk)
    assert other.got == []


def test_forwarding_when_new_statements_come_then_every_forward_gets_its_turn(other):
    kept, forward = keep(3), forward_to(other)
    forward_all()
    assert (other.held, fresh(forward).position) == (kept, 3)


def test_forwarding_when_a_forward_is_paused_then_it_gets_no_turn(other):
    keep(3)
    forward = forward_to(other)
    pause_forward(None, forward)
    forward_all()
    assert (other.held, fresh(forward).position) == ([], 0)


def test_forwarding_when_a_forward_waits_then_the_turn_comes_again(other, django_capture_on_commit_callbacks):
    background._asked.clear()
    keep(1)
    forward = forward_to(other)
    Forward.objects.filter(pk=forward.pk).update(next_try=timezone.now() + timedelta(minutes=1))
    with django_capture_on_commit_callbacks() as callbacks:
        forward_all()
    assert (len(callbacks), other.held) == (1, [])


def test_forwarding_when_nothing_waits_then_no_turn_is_asked_for(other, django_capture_on_commit_callbacks):
    background._asked.clear()
    keep(1)
    forward_to(other)
    with django_capture_on_commit_callbacks() as callbacks:
        forward_all()
    assert callbacks == []
