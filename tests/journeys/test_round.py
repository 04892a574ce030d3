"""The whole job on the real data, as a person does it at the console."""

import csv
import filecmp
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import ROOT

pytestmark = pytest.mark.deep
HUB = [sys.executable, "-m", "hub.cli", "monitoring"]


def hub(*words, home, **settings):
    """Run `hub monitoring …` and return what it said."""
    fixed = {
        "HUB_HOME": str(home),
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "hub.config.settings.dev",
    }
    environment = os.environ | fixed | settings
    return subprocess.run([*HUB, *words], env=environment, capture_output=True, text=True, check=False, cwd=home)


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A finished run of the real round: (source file, OUT, home)."""
    source = ROOT.parent / "shared" / "data" / "ons-local" / "observations.csv"
    if not source.exists():
        pytest.skip("the shared reference data are not beside the project")
    home = tmp_path_factory.mktemp("home")
    out = home / "out"
    answer = hub("run", "ons-local", "--data", str(source), "--out", str(out), home=home)
    assert answer.returncode == 0, answer.stderr
    return source, out, home


def files_of(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_run_when_done_twice_then_every_byte_is_the_same(done):
    source, out, home = done
    assert hub("run", "ons-local", "--data", str(source), "--out", str(home / "again"), home=home).returncode == 0
    assert files_of(out) == files_of(home / "again")
    assert filecmp.cmpfiles(out, home / "again", files_of(out), shallow=False)[1:] == ([], [])


def test_trace_when_a_key_is_read_off_the_pdf_then_it_leads_to_the_row_of_the_file(done):
    source, out, home = done
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext on this machine")
    text = subprocess.run(
        ["pdftotext", "-layout", str(out / "report.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    keys = re.findall(r"\b[0-9a-f]{8}\.[EWSN]\d{8}\.[A-Z0-9_]+\b", text)
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    followed = 0
    for key in (keys[0], keys[len(keys) // 3], keys[len(keys) // 2], keys[-1]):
        _run, place, indicator = key.split(".")
        found = re.search(
            r"Observed value: (\S+) \(.*?; observations\.csv, row (\d+)\)", hub("trace", key, home=home).stdout
        )
        if found:
            row = rows[int(found[2]) - 1]
            assert (row[0], row[1], float(row[3])) == (place, indicator, float(found[1]))
            followed += 1
    assert followed >= 3


def test_run_when_sent_to_a_cluster_then_every_byte_is_the_same(done, cluster):
    source, out, home = done
    address, _workers = cluster
    answer = hub("run", "ons-local", "--data", str(source), "--out", str(home / "far"), home=home, HUB_CLUSTER=address)
    assert answer.returncode == 0, answer.stderr
    assert filecmp.cmpfiles(out, home / "far", files_of(out), shallow=False)[1:] == ([], [])
