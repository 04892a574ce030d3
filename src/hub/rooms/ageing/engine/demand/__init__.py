"""Demand for learning by older people: learners, places, groups, hours, and what lacks."""
