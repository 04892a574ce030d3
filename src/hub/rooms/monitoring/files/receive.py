"""One file for a round: read it, and hand it to be kept; or refuse it whole."""

from hub.commons.people.models import Person
from hub.commons.tables.inputs import Input
from hub.rooms.monitoring.actions.intakes import Delivery, remarks_of, store_delivery
from hub.rooms.monitoring.files.frameworks import parse_framework
from hub.rooms.monitoring.files.intake import read_round
from hub.rooms.monitoring.files.recipes import parse_recipe
from hub.rooms.monitoring.models import Intake, Round
from hub.rooms.monitoring.queries.rounds import place_rows_of


def receive_file(actor: Person | None, asked: Round, *, name: str, content: bytes) -> Intake:
    """Read a table of observations for a round and keep it.

    Raises InputRefused with every fault of the file, or Problem when the sender may not send it; nothing is kept then.
    """
    sent = Input(name.replace("\\", "/").rsplit("/", 1)[-1][:200] or "observations", content)
    recipe, framework = parse_recipe(asked.recipe), parse_framework(asked.framework)
    read = read_round([sent], recipe, framework, place_rows=place_rows_of(asked))
    file = read.files[0]
    delivery = Delivery(
        sent.name, content, sent.sha256, file.format, file.rows, read.observations, remarks_of(read.findings)
    )
    return store_delivery(actor, asked, delivery)
