"""A whole round in one call: 66,020 observations of 411 places to report, package and steps.

Prints wall and CPU seconds, peak memory of the process tree, and two ratios: intake against csv.reader over the same
bytes (the floor of any reader), and the whole run against the bars of 60 s and 1.5 GB. Usage: make bench-monitoring
"""

import csv
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OBSERVATIONS = ROOT.parent / "shared" / "data" / "ons-local" / "observations.csv"
HUB = Path(sys.executable).parent / "hub"
BAR_SECONDS, BAR_BYTES = 60.0, 1.5e9


def tree_bytes(pid: int) -> int:
    """Resident bytes of a process and everything below it."""
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        try:
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return total


def run_round(out: Path, home: Path) -> tuple[float, float, int]:
    """Wall seconds, CPU seconds and peak bytes of `hub monitoring run` on the real data."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began, peak = time.perf_counter(), 0
    command = [str(HUB), "monitoring", "run", "ons-local", "--data", str(OBSERVATIONS), "--out", str(out)]
    process = subprocess.Popen(command, env=os.environ | {"HUB_HOME": str(home)}, stdout=subprocess.DEVNULL)
    watch = threading.Event()
    while process.poll() is None:
        peak = max(peak, tree_bytes(process.pid))
        watch.wait(0.2)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise SystemExit(f"hub monitoring run ended with {process.returncode}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, peak


def cpu_seconds(work: object) -> float:
    began = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - began


def read_only() -> None:
    with OBSERVATIONS.open(newline="", encoding="utf-8") as file:
        for _ in csv.reader(file):
            pass


def take_in() -> None:
    from hub.commons.tables.inputs import open_input
    from hub.rooms.monitoring.files.builds import with_place_table
    from hub.rooms.monitoring.files.frameworks import load_framework
    from hub.rooms.monitoring.files.intake import read_round
    from hub.rooms.monitoring.files.recipes import load_recipe

    recipe = load_recipe("ons-local")
    read_round(
        [open_input(path) for path in with_place_table([OBSERVATIONS], recipe)],
        recipe,
        load_framework(recipe.framework),
    )


def main() -> None:
    if not OBSERVATIONS.exists():
        raise SystemExit("SKIPPED: the real data are not beside the project")
    take_in()
    floor, intake = min(cpu_seconds(read_only) for _ in range(3)), min(cpu_seconds(take_in) for _ in range(3))
    print(
        f"intake of 66,020 rows, every cell checked: {intake:.2f} CPU s; csv.reader alone {floor:.2f} s; ratio {intake / floor:.1f}"
    )
    with tempfile.TemporaryDirectory() as folder:
        wall, cpu, peak = run_round(Path(folder) / "out", Path(folder) / "home")
    print(
        f"whole round: {wall:.1f} s wall ({wall / BAR_SECONDS:.2f} of the bar), {cpu:.1f} CPU s, "
        f"{peak / 1024**2:.0f} MB at most ({peak / BAR_BYTES:.2f} of the bar)"
    )
    sys.exit(0 if wall < BAR_SECONDS and peak < BAR_BYTES else 1)


if __name__ == "__main__":
    main()
