"""Each table in which a person can be named, with a pseudonym in the place of the person; all within the caller's transaction."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection

from hub.rooms.academy.engine.attachments import hashes_of
from hub.rooms.academy.engine.documents import etag_of, is_json
from hub.rooms.academy.engine.erasure import Pseudonyms, Target, is_about, pseudonymised, without_attachments
from hub.rooms.academy.engine.signature import is_signature
from hub.rooms.academy.engine.statement.keys import agent_key, key_of
from hub.rooms.academy.engine.statement.mentions import RELATED_AGENT
from hub.rooms.academy.engine.statement.parse import write_json
from hub.rooms.academy.models import (
    Activity,
    Attachment,
    Credential,
    Document,
    EnrolmentState,
    Forward,
    ForwardFailure,
    PersonDay,
    Statement,
)
from hub.rooms.academy.queries.credentials import site_address
from hub.rooms.academy.queries.erasure import BODIES, bodies_of, documents_naming, texts_naming
from hub.rooms.academy.queries.rows import run


@dataclass(frozen=True, slots=True)
class Replacing:
    """A person and what stands in the person's place."""

    target: Target
    pseudonyms: Pseudonyms

    def of(self, value: Any) -> Any:
        return pseudonymised(value, self.pseudonyms)

    def rekeyed(self) -> Iterator[tuple[int, int]]:
        """Former and new key of every identity."""
        for identity in self.pseudonyms.names:
            yield key_of("agent", identity), agent_key({"account": self.pseudonyms.account_of(identity)})


def replace_in_statements(replacing: Replacing, sequences: Sequence[int]) -> dict[str, int]:
    """Rewrite the statements; signatures and the person's own attachments go. Returns how many of each.

    `statements_left` are those of them that still name the person: in the identifier of an activity or a verb, which stays.
    """
    signatures, own = _attachments_of(replacing, sequences)
    gone = frozenset(own - _declared_by_others(own, sequences) if own else ())
    extension = f"{site_address()}/xapi/extensions/attachments-removed"
    pattern, left = replacing.pseudonyms.pattern, 0
    batch: list[tuple[str, int]] = []
    for sequence, statement in bodies_of(sequences):
        body = write_json(replacing.of(without_attachments(statement, gone, extension=extension)))
        left += bool(pattern and pattern.search(body))
        batch.append((body, sequence))
        if len(batch) == BODIES:
            _write_bodies(batch)
            batch = []
    _write_bodies(batch)
    deleted, _each = Attachment.objects.filter(sha2__in=gone | signatures).delete()
    return {"statements": len(sequences), "statements_left": left, "attachments": deleted}


def replace_in_mentions(replacing: Replacing) -> int:
    """Statements are found by the new keys from now on."""
    moved = 0
    for identity in replacing.pseudonyms.names:
        account = {"account": replacing.pseudonyms.account_of(identity)}
        for kind in ("agent", RELATED_AGENT):
            moved += run(
                "UPDATE academy_mention SET key = %s WHERE key = %s", [agent_key(account, kind), key_of(kind, identity)]
            )
    return moved


def replace_in_progress(replacing: Replacing) -> int:
    """Who is registered, and who was active when: a new key for each former one, so that counts stay."""
    return sum(
        table.objects.filter(person=former).update(person=new)
        for former, new in replacing.rekeyed()
        for table in (EnrolmentState, PersonDay)
    )


def replace_in_documents(replacing: Replacing) -> dict[str, int]:
    """States and profiles of the person are deleted; where others' JSON documents name the person, they are rewritten."""
    target = replacing.target
    own = {key_of("agent", identity) for identity in (*target.identities, *replacing.pseudonyms.names)}
    deleted, _each = Document.objects.filter(person__in=own).delete()
    rewritten = left = 0
    for document in Document.objects.select_for_update().filter(pk__in=documents_naming(target)).order_by("pk"):
        if not is_json(document.content_type):
            left += 1
            continue
        value = orjson.loads(bytes(document.content))
        whole = replacing.of(value)
        if whole != value:
            document.content = write_json(whole).encode()
            document.etag = etag_of(document.content)
            document.save()
            rewritten += 1
    return {"documents": deleted, "documents_rewritten": rewritten, "documents_left": left}


def replace_in_activities(replacing: Replacing) -> int:
    """What was said of activities."""
    if replacing.pseudonyms.pattern is None:
        return 0
    rewritten = 0
    for activity in Activity.objects.filter(texts_naming("definition", replacing.target)):
        definition = write_json(replacing.of(orjson.loads(activity.definition)))
        if definition != activity.definition:
            Activity.objects.filter(pk=activity.pk).update(definition=definition)
            rewritten += 1
    return rewritten


def replace_in_credentials(replacing: Replacing) -> int:
    """Credentials in whose authority or name the person stands, and their history."""
    changed = 0
    for rows in (Credential.objects.all(), Credential.history.all()):
        for row in rows:
            name, authority = replacing.of(row.name), replacing.of(row.authority)
            if (name, authority) != (row.name, row.authority):
                rows.filter(pk=row.pk).update(name=name, authority=authority)
                changed += 1
    return changed


def replace_in_forwarding(replacing: Replacing, sequences: Sequence[int]) -> int:
    """What other stores answered may quote a statement: such answers are blanked."""
    about = [
        ForwardFailure.objects.filter(sequence__in=sequences[first : first + BODIES]).exclude(message="")
        for first in range(0, len(sequences), BODIES)
    ]
    quoting = ForwardFailure.objects.filter(texts_naming("message", replacing.target))
    blanked = sum(rows.update(message="") for rows in [*about, quoting])
    return blanked + Forward.objects.filter(texts_naming("last_error", replacing.target)).update(last_error="")


def _attachments_of(replacing: Replacing, sequences: Sequence[int]) -> tuple[set[str], set[str]]:
    """Hashes of the signatures of the statements, and of what else the person's own statements came with."""
    pattern = replacing.pseudonyms.pattern
    signatures, own = set[str](), set[str]()
    for _sequence, statement in bodies_of(sequences):
        hashes = {sha2.lower() for sha2 in hashes_of(statement)}
        if hashes:
            signatures |= {one["sha2"].lower() for one in statement.get("attachments", ()) if is_signature(one)}
            own |= hashes if is_about(statement, replacing.target, pattern) else set()
    return signatures, own - signatures


def _declared_by_others(hashes: Collection[str], sequences: Collection[int]) -> set[str]:
    """Which of these hashes a statement declares that is not one of these. All that have attachments are looked at."""
    besides, found = set(sequences), set[str]()
    rows = Statement.objects.filter(body__contains='"attachments":').values_list("sequence", "body")
    for sequence, body in rows.iterator(BODIES):
        if sequence not in besides:
            found.update(sha2.lower() for sha2 in hashes_of(orjson.loads(body)))
    return found & set(hashes)


def _write_bodies(batch: Sequence[tuple[str, int]]) -> None:
    if batch:
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE academy_statement SET body = %s WHERE sequence = %s", batch)
