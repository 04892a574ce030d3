"""Tables of the room: places, the files they sent, outlooks made from them, and what is known of their readiness."""

from hub.rooms.ageing.models.deliveries import Delivery, DeliveryKind
from hub.rooms.ageing.models.outlooks import Outlook
from hub.rooms.ageing.models.places import Place
from hub.rooms.ageing.models.readings import Reading

__all__ = ["Delivery", "DeliveryKind", "Outlook", "Place", "Reading"]
