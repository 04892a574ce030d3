"""The council brief: four pages that a planner can defend."""

from hub.rooms.ageing.report.brief.build import brief_document

__all__ = ["brief_document"]
