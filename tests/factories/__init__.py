"""Makers of things for tests: each call makes one, with plausible values for all that a test does not name."""
