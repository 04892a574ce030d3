"""Every test starts with nothing kept: what is kept belongs to the rows of one test."""

import pytest

from hub.rooms.network.queries import kept


@pytest.fixture(autouse=True)
def _nothing_kept():
    kept.forget()
