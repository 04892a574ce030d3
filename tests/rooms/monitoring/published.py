"""Every file of COINr's results on ASEM against the files that `hub index run` writes."""

import csv
import json
import math
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "composite" / "asem"
EXPECTED = FOLDER / "expected"
# Three values of this column differ after the 15th digit, which the table of inputs does not carry; COINr still had them.
ASTRAY = "TolMin"


def close(expected: Any) -> Any:
    """A billionth, gaps where gaps are."""
    return pytest.approx(expected, rel=1e-9, abs=1e-12, nan_ok=True)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def json_of(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def number(text: str) -> float:
    return float(text) if text not in ("", "NA") else math.nan


def by(path: Path, *keys: str, **where: str) -> dict[Any, dict[str, str]]:
    """Rows of one of our tables by one or several columns, those alone where other columns say what is asked."""
    rows = [row for row in rows_of(path) if all(row[name] == text for name, text in where.items())]
    found = {row[keys[0]] if len(keys) == 1 else tuple(row[key] for key in keys): row for row in rows}
    assert len(found) == len(rows)
    return found


def same(found: str, expected: str) -> bool:
    return bool(number(found) == close(number(expected)))


def check_wide(path: Path, name: str, key: str = "uCode", own_key: str = "place") -> None:
    """Every cell of a table of places and nodes."""
    own, rows = by(path, own_key), rows_of(EXPECTED / name)
    assert rows
    for row in rows:
        for column, text in row.items():
            assert column == key or same(own[row[key]][column.replace("Nominal", "nominal")], text), (
                name,
                row[key],
                column,
            )


def check_checksums(path: Path, name: str) -> None:
    rows = rows_of(path)
    for row in rows_of(EXPECTED / name):
        known = [number(own[row["iCode"]]) for own in rows if own[row["iCode"]]]
        assert len(known) == int(row["n"])
        found = (math.fsum(known), math.fsum(one * one for one in known), min(known), max(known))
        assert found == pytest.approx([float(row[one]) for one in ("sum", "sumsq", "min", "max")], rel=1e-9, abs=1e-15)


def check_cells(path: Path, before: Path, name: str) -> None:
    """The cells that the step changed, and no others."""
    earlier = by(before, "place")
    changed = {
        (row["place"], node): float(text)
        for row in rows_of(path)
        for node, text in row.items()
        if node != "place" and text != earlier[row["place"]][node]
    }
    assert changed == close({(row["uCode"], row["iCode"]): float(row["value"]) for row in rows_of(EXPECTED / name)})


def check_ranks(path: Path, name: str) -> None:
    own = by(path, "place")
    for row in rows_of(EXPECTED / name):
        for column, text in row.items():
            if column not in ("uCode", "GDPpc_group"):
                assert own[row["uCode"]]["Index" if column == "Rank" else column] == text
        if "GDPpc_group" in row:
            assert own[row["uCode"]]["group"] == f"GDPpc_group-{row['GDPpc_group']}"


STATISTICS = {
    "Min": "minimum",
    "Max": "maximum",
    "Mean": "mean",
    "Median": "median",
    "Std": "deviation",
    "Skew": "skewness",
    "Kurt": "kurtosis",
    "N.Avail": "known",
    "N.NonZero": "non_zero",
    "N.Unique": "distinct",
    "N.Same": "alike",
    "Frc.Avail": "known_share",
    "Frc.NonZero": "non_zero_share",
    "Frc.Unique": "distinct_share",
    "Frc.Same": "alike_share",
}
FLAGS = {
    "Flag.Avail": "has_few_values",
    "Flag.NonZero": "has_many_zeros",
    "Flag.Unique": "has_few_distinct",
    "Flag.SkewKurt": "has_outliers",
}


def check_statistics(out: Path, name: str) -> None:
    own = by(out / "statistics.csv", "node", stage="raw" if "Raw" in name else "screened")
    for row in rows_of(EXPECTED / name):
        found = own[row["iCode"]]
        for column, ours in STATISTICS.items():
            if not (row["iCode"] == ASTRAY and column.endswith("Unique")):
                assert same(found[ours], row[column]), (row["iCode"], column)
        for column, ours in FLAGS.items():
            assert (found[ours] == "true") == (row[column] != "ok")


AVAILABILITY = {
    "N_missing": "missing",
    "N_zero": "zeros",
    "N_miss_or_zero": "missing_or_zero",
    "Dat_Avail": "known_share",
    "Non_Zero": "non_zero_share",
}
SCREENING = {"LowData": "has_few_values", "LowNonZero": "has_many_zeros", "Included": "included"}


def check_availability(out: Path, name: str) -> None:
    own = by(out / "availability.csv", "place", stage="screened" if name.startswith("3_") else "raw")
    rows = rows_of(EXPECTED / name)
    assert len(rows) == len(own)
    for row in rows:
        found = own[row["uCode"]]
        for column, text in row.items():
            if column in SCREENING:
                assert found[SCREENING[column]] == text.lower()
            elif column == "LowDatOrZeroFlag":
                assert ("true" in (found["has_few_values"], found["has_many_zeros"])) == (text == "TRUE")
            elif column != "uCode":
                assert same(found[AVAILABILITY.get(column, column)], text), (row["uCode"], column)


def check_treatment(out: Path, name: str) -> None:
    own = by(out / "treatment.csv", "node")
    for row in rows_of(EXPECTED / name):
        found = own[row["iCode"]]
        assert int(found["points"]) == int(row["winsorise.nwin"] or 0)
        for stage, ours in (("0", "before"), ("1", "winsorised")):
            assert found[f"pass_{ours}"] == row[f"check_SkewKurt{stage}.Pass"].lower()
            for column, measured in (("Skew", "skew"), ("Kurt", "kurt")):
                assert same(found[f"{measured}_{ours}"], row[f"check_SkewKurt{stage}.{column}"])


def check_pairs(out: Path, name: str) -> None:
    """corr_normalised_METHOD: every pair, in whichever order."""
    method = name.removesuffix(".csv").split("_")[2]
    own = by(out / "correlations.csv", "first", "second", set="normalised", method=method)
    rows = rows_of(EXPECTED / name)
    for row in rows:
        pair = (row["Var1"], row["Var2"])
        found = own.get(pair) or own[pair[::-1]]
        if "p05" in name:
            expected = number(row["Correlation"])
            assert math.isnan(expected) == (pair[0] != pair[1] and float(found["p"]) > 0.05)
            assert found["group"]
            assert math.isnan(expected) or same(found["correlation"], row["Correlation"])
        elif ASTRAY in pair and method != "pearson":
            assert float(found["correlation"]) == pytest.approx(float(row["Correlation"]), abs=5e-3)
        else:
            assert same(found["correlation"], row["Correlation"]), pair
    assert "p05" in name or len(rows) == 2 * len(own) - 49


def check_levels(out: Path, name: str) -> None:
    """corr_level1_LEVEL: indicators against aggregates."""
    own = by(out / "correlations.csv", "second", "first", set="aggregates")
    kind = {"2": "feature", "3": "area", "4": "index"}[name.split("level")[2][0]]
    rows = rows_of(EXPECTED / name)
    assert len(rows) == sum(row["group"] == kind for row in own.values())
    assert all(same(own[row["Var1"], row["Var2"]]["correlation"], row["Correlation"]) for row in rows)


def check_flags(out: Path, name: str) -> None:
    if "denominators" in name:
        own = by(out / "correlations.csv", "first", "second", set="denominators", flag="size")
        expected = {(row["Ind"], row["Denom"]): float(row["Corr"]) for row in rows_of(EXPECTED / name)}
        assert {pair: float(row["correlation"]) for pair, row in own.items()} == close(expected)
        return
    flag = "high" if "high" in name else "low"
    listed = rows_of(out / "correlations.csv")
    found = {
        (row["group"], *sorted((row["first"], row["second"]))): float(row["correlation"])
        for row in listed
        if row["set"] == "normalised" and row["flag"] == flag
    }
    rows = rows_of(EXPECTED / name)
    pairs = {(row["Group"], *sorted((row["Ind1"], row["Ind2"]))): float(row["Corr"]) for row in rows}
    assert found == close(pairs)


def check_alpha(out: Path, name: str) -> None:
    own = json_of(out / "components.json")
    found = {code: node["alpha"] for code, node in own["nodes"].items()} | {"All": own["alpha_of_all"]}
    for code, value in json_of(EXPECTED / name).items():
        assert found[code] == pytest.approx(value, rel=1e-9)


def check_components(out: Path, name: str) -> None:
    """Up to the sign of each component, and the order of the nodes."""
    own = json_of(out / "components.json")["nodes"]
    for parent, expected in json_of(EXPECTED / name).items():
        found = own[parent]
        assert found["deviations"] == pytest.approx(expected["sdev"], rel=1e-9)
        rows = [found["rotation"][found["codes"].index(code)] for code in expected["codes"]]
        for at in range(len(expected["sdev"])):
            column = [row[at] for row in expected["rotation"]]
            ours = [row[at] for row in rows]
            sign = math.copysign(1, sum(one * other for one, other in zip(ours, column, strict=True)))
            assert [sign * one for one in ours] == pytest.approx(column, rel=1e-9, abs=1e-9)


def check_loadings(out: Path, name: str) -> None:
    own = by(out / "weights.csv", "node")
    rows = rows_of(EXPECTED / name)
    for parent in {own[row["iCode"]]["parent"] for row in rows}:
        pairs = [
            (float(own[row["iCode"]]["loading"]), float(row["Weight"]))
            for row in rows
            if own[row["iCode"]]["parent"] == parent
        ]
        sign = math.copysign(1, sum(one * other for one, other in pairs))
        assert [sign * one for one, _ in pairs] == pytest.approx([other for _, other in pairs], rel=1e-9, abs=1e-9)


def check_searched(out: Path, name: str) -> None:
    expected, objective = json_of(EXPECTED / name), name.removesuffix(".json").rsplit("_", 1)[1]
    found = json_of(out / "audit.json")["searched_weights"][objective]
    assert found["objective"] <= expected["objective"] + 1e-3
    own = by(out / "weights.csv", "node")
    column = {"balance": "balanced", "infomax": "infomax"}[objective]
    for row in expected["weights"]:
        assert float(own[row["iCode"]][column]) == pytest.approx(row["Weight"], abs=1e-4)


def check_given_weights(out: Path, name: str) -> None:
    own = by(out / "weights.csv", "node")
    for row in rows_of(EXPECTED / name):
        assert same(own[row["iCode"]]["given"], row["Weight"])
        assert "EffWeight" not in row or same(own[row["iCode"]]["effective"], row["EffWeight"])


def check_lineage(out: Path, name: str) -> None:
    own = by(out / "weights.csv", "node")
    for row in rows_of(EXPECTED / name):
        chain = [row[column] for column in ("Indicator", "Pillar", "Sub-index", "Index")]
        assert [own[code]["parent"] for code in chain] == [*chain[1:], ""]


KINDS = {"1": "indicator", "2": "feature", "3": "area"}


def check_without(out: Path, name: str) -> None:
    kind = KINDS[name.split("level")[1][0]]
    if name.endswith(".json"):
        found = json_of(out / "audit.json")["without_one"][kind]
        assert {"Nominal": 0, **found} == close(json_of(EXPECTED / name))
        return
    own = by(out / "without_one.csv", "place", "removed", level=kind)
    column = "score" if "scores" in name else "rank"
    for row in rows_of(EXPECTED / name):
        for element, text in row.items():
            if element not in ("uCode", "Nominal"):
                found = own[row["uCode"], element][column]
                assert same(found, text) if column == "score" else found == text


def check_strengths(out: Path, name: str) -> None:
    expected = json_of(EXPECTED / name)
    rows = [row for row in rows_of(out / "strengths.csv") if row["place"] == expected["unit"]]
    for side, ours in (("strengths", "strength"), ("weaknesses", "weakness")):
        found = {
            (row["node"], row["parent"], int(row["rank"])): float(row["value"]) for row in rows if row["side"] == ours
        }
        listed = {(row["Code"], row["Pillar"], row["Rank"]): row["Value"] for row in expected[side]}
        assert found == pytest.approx(listed, rel=1e-9)


def check_summary(out: Path, name: str) -> None:
    scores, ranks = by(out / "steps/aggregated.csv", "place")["IND"], by(out / "ranks.csv", "place")["IND"]
    for row in rows_of(EXPECTED / name):
        assert same(scores[row["Code"]], row["Score"])
        assert ranks[row["Code"]] == row["Rank"]


def check_replications(out: Path, name: str) -> None:
    """Scores, ranks and designs, one to one; of the sensitivity runs also y, the mean absolute rank change."""
    if name.endswith("_scores.csv"):
        check_wide(out / "replications/scores.csv", name, "uCode", "place")
        return
    ranks = by(out / "replications/ranks.csv", "place")
    if name.endswith("_ranks.csv"):
        for row in rows_of(EXPECTED / name):
            found = ranks[row["uCode"]]
            assert [found["nominal"], *list(found.values())[2:]] == list(row.values())[1:]
        return
    for row in rows_of(EXPECTED / name):
        if "y" in row:
            changes = [abs(int(own[f"r_{row['rep']}"]) - int(own["nominal"])) for own in ranks.values()]
            assert math.fsum(changes) / len(changes) == pytest.approx(float(row["y"]), rel=1e-9)
    assert len(rows_of(EXPECTED / name)) == len(next(iter(ranks.values()))) - 2


def quantile(ranks: list[int], share: float) -> float:
    """Type 7."""
    ordered, position = sorted(ranks), (len(ranks) - 1) * share
    at = math.floor(position)
    return ordered[at] + (ordered[min(at + 1, len(ranks) - 1)] - ordered[at]) * (position - at)


def check_rank_statistics(out: Path, name: str) -> None:
    """From uncertainty.csv; of the sensitivity runs only A and B count, so that those are taken from the replications."""
    own = by(out / "uncertainty.csv", "place", node="Index")
    ranks = by(out / "replications/ranks.csv", "place")
    for row in rows_of(EXPECTED / name):
        found = own[row["uCode"]]
        assert found["nominal"] == row["Nominal"]
        numbers = [float(found[one]) for one in ("mean", "median", "q5", "q95")]
        if "sa_" in name:
            drawn = [int(ranks[row["uCode"]][f"r_{at}"]) for at in range(1, 201)]
            numbers = [sum(drawn) / 200, *(quantile(drawn, share) for share in (0.5, 0.05, 0.95))]
        assert numbers == close([float(row[one]) for one in ("Mean", "Median", "Q5", "Q95")])


def check_formula(out: Path, name: str) -> None:
    """Si = mean(yB (yABi - yA)) / V and STi = sum((yA - yABi)^2) / (2 N V), over y of our own replications."""
    ranks = list(by(out / "replications/ranks.csv", "place").values())
    y = [sum(abs(int(one[f"r_{at}"]) - int(one["nominal"])) for one in ranks) / len(ranks) for at in range(1, 601)]
    a, b = y[:100], y[100:200]
    mean = math.fsum(a + b) / 200
    variance = math.fsum((one - mean) ** 2 for one in a + b) / 199
    for at, row in enumerate(rows_of(EXPECTED / name)):
        mixed = y[200 + 100 * at : 300 + 100 * at]
        runs = list(zip(a, b, mixed, strict=True))
        first = math.fsum(own_b * (own - own_a) for own_a, own_b, own in runs) / 100 / variance
        total = math.fsum((own_a - own) ** 2 for own_a, _, own in runs) / 200 / variance
        assert (first, total) == pytest.approx((float(row["Si"]), float(row["STi"])), rel=1e-9)


def check_sets(out: Path, name: str) -> None:
    """Used in every replay; the lock names it."""
    inputs = json_of(out / "recipe.lock.json")["inputs"]
    assert Path(name).name in [one["name"] for one in inputs if one["kind"] == "weight sets"]
