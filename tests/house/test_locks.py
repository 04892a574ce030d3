"""The lock files name no registry, hold a hash for every package, and nothing in them is under the GPL."""

import re
from importlib.metadata import Distribution, distributions

import pytest
from tests.conftest import ROOT

LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-national.lock")
# LGPL is fine: it asks nothing of those who only use the library.
REFUSED = re.compile(r"(?<!L)(?<!Lesser )\b(?:A?GPL|GNU (?:Affero )?General Public)", re.IGNORECASE)


def licence_of(package: Distribution) -> str:
    """What a package says about its licence, in the three places where it may say so."""
    metadata = package.metadata
    classifiers = [line for line in metadata.get_all("Classifier") or [] if line.startswith("License")]
    # the free text may hold a whole licence; its first line names it
    return " ".join(
        [metadata.get("License-Expression") or "", (metadata.get("License") or "").split("\n")[0], *classifiers]
    )


@pytest.mark.parametrize("name", LOCKS)
def test_lock_when_read_then_it_names_no_address(name):
    lines = (ROOT / name).read_text().splitlines()
    assert [line for line in lines if "://" in line or "--index" in line or "--find-links" in line] == []


@pytest.mark.parametrize("name", LOCKS)
def test_lock_when_read_then_every_package_has_a_hash(name):
    text = (ROOT / name).read_text()
    packages = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert packages
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []


def test_packages_when_installed_then_none_is_under_the_gpl():
    locked = set(re.findall(r"^([a-z0-9.-]+)==", (ROOT / "requirements-test.lock").read_text(), re.MULTILINE))
    installed = {re.sub(r"[._]", "-", package.name.lower()): package for package in distributions()}
    refused = {
        name: licence_of(installed[name])
        for name in locked & set(installed)
        if REFUSED.search(licence_of(installed[name]))
    }
    assert refused == {}
    assert "pillow-heif" not in locked


@pytest.mark.parametrize(
    ("text", "is_refused"), [("GPL-3.0", True), ("LGPL-3.0-only", False), ("AGPL-3.0", True), ("MIT", False)]
)
def test_licence_when_named_then_gpl_is_told_from_lgpl(text, is_refused):
    assert bool(REFUSED.search(text)) is is_refused
