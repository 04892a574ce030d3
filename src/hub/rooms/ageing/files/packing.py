"""Results of an outlook as bytes and back: arrays only, the same bytes for the same arrays."""

import io
import zlib
from dataclasses import dataclass
from zipfile import BadZipFile

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.outlook.look import Future
from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.engine.trajectories.marginals import Marginals
from hub.rooms.ageing.engine.trajectories.quantiles import Summary

FORMAT = 1
# A projection of 75 years has about a megabyte; more is no outlook of ours.
MOST_BYTES = 64 * 1024 * 1024
# What zlib, zipfile, numpy and our own classes raise on bytes that are no results.
_DAMAGE = (
    zlib.error,
    BadZipFile,
    EOFError,
    OSError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    NotImplementedError,
    DataProblem,
)


@dataclass(frozen=True, eq=False)
class Results:
    """What is kept of an outlook.

    future     what it was simulated from, so that scenarios start from the same
    summary    quantiles by year
    official   (year,) official totals of 1 July, NaN where there is none; (0,) where none was given
    districts  names
    starts     first ages of the groups by district
    by_district  (district, group)  persons at the base, both sexes
    """

    future: Future
    summary: Summary
    official: Array
    districts: tuple[str, ...]
    starts: tuple[int, ...]
    by_district: Array


def pack(results: Results) -> bytes:
    """Bytes of results."""
    future, summary = results.future, results.summary
    inputs, marginals = future.inputs, future.marginals
    arrays = {
        "format": np.array(FORMAT),
        "first_year": np.array(inputs.first_year),
        "base": inputs.base,
        "mortality": inputs.mortality,
        "fertility": inputs.fertility,
        "sex_ratio": inputs.sex_ratio,
        "migration": inputs.migration,
        "fertility_points": marginals.fertility,
        "expectancy_points": marginals.expectancy,
        "migration_points": marginals.migration,
        "fertility_ratio": future.fertility_ratio,
        "seed": np.array(future.seed),
        "trajectories": np.array(future.trajectories),
        "probabilities": np.array(summary.probabilities),
        "items": np.array(summary.items),
        "values": summary.values,
        "pyramids": summary.pyramids.astype(np.float32),
        "official": results.official,
        "districts": np.array(results.districts, dtype=str),
        "starts": np.array(results.starts),
        "by_district": results.by_district,
    }
    stream = io.BytesIO()
    # Members of the archive carry a fixed date, so that equal arrays are equal bytes.
    np.savez(stream, allow_pickle=False, **arrays)  # type: ignore[arg-type]
    return zlib.compress(stream.getvalue(), 6)


def unpack(content: bytes) -> Results:
    """Results of bytes. Raises DataProblem `results_unreadable`."""
    try:
        inflating = zlib.decompressobj()
        inflated = inflating.decompress(content, MOST_BYTES)
        if not inflating.eof:
            raise ValueError("the end is missing")
        with np.load(io.BytesIO(inflated), allow_pickle=False) as kept:
            return _results({name: kept[name] for name in kept.files})
    except _DAMAGE as error:
        raise DataProblem("results_unreadable", found=str(error)[:80]) from None


def _results(kept: dict[str, np.ndarray]) -> Results:  # type: ignore[type-arg]
    if int(kept["format"]) != FORMAT:
        raise ValueError(f"format {kept['format']}")
    parts = {name: kept[name] for name in ("base", "mortality", "fertility", "sex_ratio", "migration")}
    inputs = Inputs(**parts, first_year=int(kept["first_year"]))
    marginals = Marginals(kept["fertility_points"], kept["expectancy_points"], kept["migration_points"])
    count = int(kept["trajectories"])
    summary = Summary(
        years=inputs.years,
        probabilities=tuple(float(one) for one in kept["probabilities"]),
        items=tuple(str(one) for one in kept["items"]),
        values=kept["values"],
        pyramids=kept["pyramids"].astype(float),
        trajectories=count,
    )
    return Results(
        future=Future(inputs, marginals, kept["fertility_ratio"], int(kept["seed"]), count),
        summary=summary,
        official=kept["official"],
        districts=tuple(str(one) for one in kept["districts"]),
        starts=tuple(int(one) for one in kept["starts"]),
        by_district=kept["by_district"],
    )
