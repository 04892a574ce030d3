"""Pages of the room."""

from hub.rooms.ageing.views.demand import demand
from hub.rooms.ageing.views.downloads import brief, figures
from hub.rooms.ageing.views.network import network
from hub.rooms.ageing.views.outlooks import make_outlook, place, publish_outlook, sources
from hub.rooms.ageing.views.readiness import readiness, record_readings
from hub.rooms.ageing.views.scenarios import scenarios
from hub.rooms.ageing.views.tables import received, send_tables, set_aside, start

__all__ = [
    "brief",
    "demand",
    "figures",
    "make_outlook",
    "network",
    "place",
    "publish_outlook",
    "readiness",
    "received",
    "record_readings",
    "scenarios",
    "send_tables",
    "set_aside",
    "sources",
    "start",
]
