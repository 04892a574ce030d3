"""The version that a statement says it follows."""

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.samples import kept, refused

NEVER = (
    "should fail", "0.9.9", "0.95", "1.1.0", "1.1", "2.1.0", "3.0.0", "1", "2", "1.0.", "1.0.x", "v1.0.0", "1.0.0 ", " 1.0.0", "1.0.0.0",
    "1.0.3-beta", "11.0.0", "1.00.0", "",
)  # fmt: skip


@pytest.mark.requirement(
    "1.0.3 Data 2.4.10", "2.0 4.2.4.3", must="1.0 and every 1.0.x are taken and come back as they were"
)
@pytest.mark.parametrize("version", ["1.0", "1.0.0", "1.0.3", "1.0.9", "1.0.12"])
def test_version_when_one_of_1_0_then_comes_back(lrs, version):
    assert kept(lrs, statement(version=version))["version"] == version


@pytest.mark.requirement("2.0 4.2.4.3", must="2.0.x is taken and comes back as it was")
@pytest.mark.parametrize("version", ["2.0.0", "2.0.1"])
def test_version_when_one_of_2_0_then_comes_back(lrs_200, version):
    assert kept(lrs_200, statement(version=version))["version"] == version


@pytest.mark.requirement("1.0.3 Data 2.4.10", must="what does not begin with 1.0 is refused")
@pytest.mark.parametrize("version", ["2.0.0", "2.0"])
def test_version_when_a_later_one_then_refused_by_1_0_3(lrs_103, version):
    assert refused(lrs_103, statement(version=version), "version") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.10", "2.0 4.2.4.3", must="a version of no known specification is refused")
@pytest.mark.parametrize("version", [*NEVER, 1.0, 1, {"key": "value"}, ["1.0.0"], True], ids=repr)
def test_version_when_unknown_then_refused(lrs, version):
    assert refused(lrs, statement(version=version), "version") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.10", must="a statement that does not say its version is of 1.0.0")
def test_version_when_not_sent_then_1_0_0(lrs_103):
    assert kept(lrs_103, statement())["version"] == "1.0.0"


@pytest.mark.requirement("2.0 4.2.4.3", must="a statement that does not say its version is of 2.0.0")
def test_version_when_not_sent_then_2_0_0(lrs_200):
    assert kept(lrs_200, statement())["version"] == "2.0.0"
