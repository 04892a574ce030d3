"""Tables of the network; listed one by one, so that Django finds them here."""

from hub.rooms.network.models.cities import City, CityAlias, CityKind, CityName, CityValue, Precision, Property
from hub.rooms.network.models.membership import (
    AnnouncedTotal,
    Award,
    Cluster,
    ClusterMembership,
    ClusterRole,
    EventKind,
    MembershipEvent,
)
from hub.rooms.network.models.roles import Invitation, Role, RoleKind

__all__ = [
    "AnnouncedTotal",
    "Award",
    "City",
    "CityAlias",
    "CityKind",
    "CityName",
    "CityValue",
    "Cluster",
    "ClusterMembership",
    "ClusterRole",
    "EventKind",
    "Invitation",
    "MembershipEvent",
    "Precision",
    "Property",
    "Role",
    "RoleKind",
]
