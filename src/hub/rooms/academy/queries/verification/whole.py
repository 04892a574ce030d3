"""Everything that is kept beside the statements, made again in memory and compared."""

from collections.abc import Iterator, Mapping

from hub.rooms.academy.engine.progress.events import Event, event_of
from hub.rooms.academy.engine.progress.folding import fold, standing
from hub.rooms.academy.engine.progress.states import NOTHING
from hub.rooms.academy.queries.progress import PROGRESS, position_of
from hub.rooms.academy.queries.verification.difference import Checked
from hub.rooms.academy.queries.verification.snapshot import snapshot
from hub.rooms.academy.queries.verification.store import Store, voided_up_to
from hub.rooms.academy.queries.verification.tables import check_tables


def verify() -> Mapping[str, Checked]:
    """The store, and the tables of progress as far as statements were taken in, by name of table.

    Statements are read once, one after the other; in memory are the states that they come to.
    """
    with snapshot():
        position, store = position_of(PROGRESS), Store()
        states = fold(NOTHING, standing(_events(store, position), voided_up_to(position)))
        store.compare()
        beside = {
            "academy_statement": store.statements,
            "academy_mention": store.mentions,
            "academy_voiding": store.voidings,
        }
        return beside | dict(check_tables(states))


def _events(store: Store, position: int) -> Iterator[Event]:
    for sequence, city, stored, statement in store.statements_in_order():
        if sequence <= position:
            yield event_of(statement, sequence=sequence, city=city, stored=stored)
