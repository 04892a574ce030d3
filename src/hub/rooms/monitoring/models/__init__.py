"""Tables of the room: rounds and their places, what was sent in, and the editions made from it."""

from hub.rooms.monitoring.models.answers import Answer
from hub.rooms.monitoring.models.editions import Edition
from hub.rooms.monitoring.models.intakes import Intake, Observation
from hub.rooms.monitoring.models.rounds import Round, RoundPlace
from hub.rooms.monitoring.models.whatifs import WhatIf

__all__ = ["Answer", "Edition", "Intake", "Observation", "Round", "RoundPlace", "WhatIf"]
