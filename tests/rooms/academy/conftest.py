"""Clients of the record store, one for each version."""

import pytest
from tests.factories.academy import make_credential
from tests.rooms.academy.lrs import Lrs

VERSIONS = ("1.0.3", "2.0.0")


def client_of(version: str, **fields: object) -> Lrs:
    """A client with a credential of its own that may do everything, unless `fields` say otherwise."""
    credential, secret = make_credential(**fields)
    return Lrs(version, credential.key, secret)


@pytest.fixture(params=VERSIONS)
def lrs(request, db) -> Lrs:
    """A client of either version: the test runs twice."""
    return client_of(request.param)


@pytest.fixture
def lrs_103(db) -> Lrs:
    return client_of("1.0.3")


@pytest.fixture
def lrs_200(db) -> Lrs:
    return client_of("2.0.0")
