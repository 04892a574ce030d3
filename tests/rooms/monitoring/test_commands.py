"""The command line of the room: readable refusals, exit code 2, nothing left behind."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings
from tests.rooms.monitoring.files.broken import broken_files
from tests.rooms.monitoring.files.rounds import RECIPE

OBSERVATIONS = "place,indicator,period,value\n" + "".join(
    f"E{place},{code},2023,{place * 3 + shift}\n"
    for place in range(1, 5)
    for shift, code in enumerate(("ARTS", "OBESITY"))
)


@pytest.fixture
def inputs(tmp_path: Path, settings: Settings) -> tuple[str, str, Path]:
    settings.HUB_HOME = tmp_path / "home"
    (tmp_path / "small.toml").write_text(RECIPE)
    (tmp_path / "a.csv").write_text(OBSERVATIONS)
    return str(tmp_path / "small.toml"), str(tmp_path / "a.csv"), tmp_path / "out"


def told(*words: str, **options: object) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def run_id(text: str) -> str:
    return text.split("run ")[1][:8]


def test_monitoring_run_then_trace_and_replay_lead_back(inputs: tuple[str, str, Path]) -> None:
    recipe, table, out = inputs
    said = told("monitoring_run", recipe, data=[table], out=str(out), without_report=True)
    assert "8 observations, 4 of 4 places scored" in said
    trace = told("monitoring_trace", f"{run_id(said)}.E2.ARTS")
    assert "Observed value: 6 (2023; a.csv, row 4)" in trace
    assert "a.csv: 1 rows read again, same content." in trace
    assert "identical" in told("monitoring_replay", str(out))


def test_monitoring_trace_when_the_source_changed_then_says_so(inputs: tuple[str, str, Path]) -> None:
    recipe, table, out = inputs
    said = told("monitoring_run", recipe, data=[table], out=str(out), without_report=True)
    Path(table).write_text(OBSERVATIONS.replace("E2,ARTS,2023,6", "E2,ARTS,2023,7"))
    assert "CHANGED" in told("monitoring_trace", f"{run_id(said)}.E2.ARTS")


def test_monitoring_run_when_the_file_is_refused_then_lists_the_faults_and_leaves_nothing(
    inputs: tuple[str, str, Path],
) -> None:
    recipe, table, out = inputs
    Path(table).write_text(OBSERVATIONS.replace("E2,ARTS,2023,6", 'E2,ARTS,2023,"6,5"'))
    with pytest.raises(CommandError) as raised:
        told("monitoring_run", recipe, data=[table], out=str(out))
    assert raised.value.returncode == 2
    assert "a.csv, row 4, column value: “6,5” has a comma as its decimal mark. Write a point instead." in str(
        raised.value
    )
    assert not out.exists()


def test_monitoring_run_when_the_language_is_unknown_then_lists_the_known_ones(inputs: tuple[str, str, Path]) -> None:
    recipe, table, out = inputs
    with pytest.raises(CommandError, match="zh-hans") as raised:
        told("monitoring_run", recipe, data=[table], out=str(out), language="tlh")
    assert raised.value.returncode == 2


def test_monitoring_check_when_files_are_good_then_counts_them(inputs: tuple[str, str, Path]) -> None:
    recipe, table, _ = inputs
    assert "8 observations of 4 places accepted" in told("monitoring_check", recipe, data=[table])


@pytest.mark.parametrize("broken", broken_files()[::9], ids=lambda broken: broken.name)
def test_monitoring_check_when_a_file_is_broken_then_exits_with_two(
    inputs: tuple[str, str, Path], tmp_path: Path, broken
) -> None:
    path = tmp_path / broken.name
    path.write_bytes(broken.content)
    with pytest.raises(CommandError) as raised:
        told("monitoring_check", inputs[0], data=[str(path)])
    assert raised.value.returncode == 2
    assert "no description yet" not in str(raised.value)


def test_monitoring_trace_when_the_run_is_unknown_then_says_what_to_do(inputs: tuple[str, str, Path]) -> None:
    with pytest.raises(CommandError, match="--run"):
        told("monitoring_trace", "00000000.E1.index")
