"""Re-weigh and re-rank 356 places by 60 indicators with 200 draws in the browser: milliseconds, in headless Chromium.

The floor is the bare sum of the same shape in the same run: 200 x 60 x 356 multiply-adds into an array, and nothing else.
The bar is one frame, 16 ms. Usage: make bench-browser   (CHROMIUM names the browser where it is not found)
"""

import os
import shutil
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "src/hub/rooms/monitoring/static/monitoring/workbench-ranks.js"
PLACES, AREAS, INDICATORS, DRAWS = 356, 10, 6, 200
BAR_MILLISECONDS, ROUNDS, SEED = 16.0, 300, 20260930
MEASURE = """({ file, rounds }) => {
  const ranks = new WorkbenchRanks(file), times = {};
  const measure = (name, step) => {
    const taken = [];
    for (let k = 0; k < rounds; k++) { const began = performance.now(); step(k); taken.push(performance.now() - began); }
    // the first calls are compiled while they run; the page does one when it loads
    times[name] = taken.slice(10);
  };
  const every = (k) => Object.fromEntries(ranks.nodes.slice(1).map((node, n) => [node.code, 0.5 + ((k * 7 + n * 13) % 40) / 40]));
  measure("floor: bare multiply-adds", (k) => {
    const { P, D } = ranks, table = ranks.drawTables[0][0], out = ranks.drawn[0];
    for (let d = 0; d < D; d++) for (let i = 0; i < ranks.indicators.length; i++) {
      const weight = 1 + (d + i + k) / 1000;
      for (let p = 0; p < P; p++) out[d * P + p] += weight * table[i * P + p];
    }
  });
  ranks.forget();
  ranks.choose({});
  ranks.update();
  measure("every weight changed", (k) => { ranks.choose(every(k)); ranks.update(); });
  measure("one area dragged", (k) => { ranks.choose({ area0: ((k % 60) + 1) / 20 }); ranks.update(); });
  measure("one indicator dragged", (k) => { ranks.choose({ indicator0_0: ((k % 60) + 1) / 20 }); ranks.update(); });
  measure("an indicator left out and in", (k) => { ranks.choose({ indicator1_0: k % 2 }); ranks.update(); });
  measure("the method changed", (k) => { ranks.choose({}, "", k % 2 ? "geometric" : ""); ranks.update(); });
  return times;
}"""


def file_of(share_of_gaps: float) -> dict[str, Any]:
    """A file as `files/workbench.py` writes it, about places that do not exist."""
    draw = np.random.Generator(np.random.PCG64(SEED))
    nodes: list[dict[str, Any]] = [_parent("index", -1, "index", 1.0, 0.6)]
    for area in range(AREAS):
        nodes.append(_parent(f"area{area}", 0, "area", 1 / AREAS, 0.5))
        above = len(nodes) - 1
        nodes += [
            {"code": f"indicator{area}_{one}", "parent": above, "kind": "indicator", "weight": 1 / INDICATORS}
            for one in range(INDICATORS)
        ]
    common = draw.normal(size=PLACES)
    values = 50 + 10 * (0.6 * common[:, None] + 0.8 * draw.normal(size=(PLACES, AREAS * INDICATORS)))
    gaps = draw.random(values.shape) < share_of_gaps
    pairs = [(scale, mean) for scale in ("minmax", "zscore") for mean in ("arithmetic", "geometric")]
    strata = np.stack([draw.permutation(DRAWS) for _ in nodes]).astype(np.uint8)
    return {
        "places": [[f"P{row}", f"Place {row}"] for row in range(PLACES)],
        "nodes": nodes,
        "values": [
            [None if gap else value for value, gap in zip(*column, strict=True)]
            for column in zip(values.T.tolist(), gaps.T.tolist(), strict=True)
        ],
        "scale": {"low": 0, "high": 100},
        "draws": {
            "number": DRAWS,
            "spreads": [0.25] * len(nodes),
            "scales": [pairs[draw % 4][0] for draw in range(DRAWS)],
            "means": [pairs[draw % 4][1] for draw in range(DRAWS)],
            "strata": b64encode(strata.tobytes()).decode(),
        },
    }


def _parent(code: str, parent: int, kind: str, weight: float, threshold: float) -> dict[str, Any]:
    node = {"code": code, "parent": parent, "kind": kind, "weight": weight}
    return node | {"method": "arithmetic", "threshold": threshold}


def main() -> None:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        sys.exit("no Chromium on this machine; set CHROMIUM to name one")
    late = False
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        print(
            f"Chromium {browser.version}: {PLACES} places x {AREAS * INDICATORS} indicators x {DRAWS} draws, milliseconds"
        )
        for share in (0.0, 0.1):
            page = browser.new_page()
            page.add_script_tag(path=str(SCRIPT))
            times = page.evaluate(MEASURE, {"file": file_of(share), "rounds": ROUNDS})
            floor = float(np.median(times["floor: bare multiply-adds"]))
            for name, taken in times.items():
                median, most = np.median(taken), np.percentile(taken, 95)
                late |= bool(median > BAR_MILLISECONDS)
                print(
                    f"{share:4.0%} gaps  {name:30} median {median:6.2f}  95th percentile {most:6.2f}"
                    f"  of a frame {median / BAR_MILLISECONDS:5.2f}  of the floor {median / floor:5.2f}"
                )
            page.close()
        browser.close()
    sys.exit(1 if late else 0)


if __name__ == "__main__":
    main()
