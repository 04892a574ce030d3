"""Pages of the network: public ones, those that change the register, and those about roles."""

from hub.rooms.network.views.changes import (
    add_name,
    add_value,
    correct_city,
    history,
    merge_duplicate,
    record_event,
    strike_event,
    strike_value,
)
from hub.rooms.network.views.people import (
    accept_invitation,
    all_roles,
    end_role,
    hand_over_role,
    invite,
    invite_to_city,
    roles,
    withdraw_invitation,
)
from hub.rooms.network.views.public import as_of, cities, city, download_csv, download_json

__all__ = [
    "accept_invitation",
    "add_name",
    "add_value",
    "all_roles",
    "as_of",
    "cities",
    "city",
    "correct_city",
    "download_csv",
    "download_json",
    "end_role",
    "hand_over_role",
    "history",
    "invite",
    "invite_to_city",
    "merge_duplicate",
    "record_event",
    "roles",
    "strike_event",
    "strike_value",
    "withdraw_invitation",
]
