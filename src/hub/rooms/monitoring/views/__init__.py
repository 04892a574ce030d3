"""Pages of the room."""

from hub.rooms.monitoring.views.editions import (
    build_edition,
    download,
    edition,
    editions,
    profiles,
    publish_edition,
    section,
)
from hub.rooms.monitoring.views.explore import explore, explore_chart
from hub.rooms.monitoring.views.receipts import answer_question, receipt
from hub.rooms.monitoring.views.rounds import blank_form, round, rounds, send_observations
from hub.rooms.monitoring.views.traces import find_trace, trace
from hub.rooms.monitoring.views.workbench import (
    begin_whatif,
    whatif,
    whatif_progress,
    whatif_table,
    workbench,
    workbench_values,
)

__all__ = [
    "answer_question",
    "begin_whatif",
    "blank_form",
    "build_edition",
    "download",
    "edition",
    "editions",
    "explore",
    "explore_chart",
    "find_trace",
    "profiles",
    "publish_edition",
    "receipt",
    "round",
    "rounds",
    "section",
    "send_observations",
    "trace",
    "whatif",
    "whatif_progress",
    "whatif_table",
    "workbench",
    "workbench_values",
]
