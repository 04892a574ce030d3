"""Every test starts with an empty cache: what it keeps belongs to the rows of one test."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()
