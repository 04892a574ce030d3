"""Files of a city as people send them: cut out of the made-up country."""

from collections.abc import Sequence

import numpy as np
from tests.factories.ageing_country import made_up_figures

from hub.rooms.ageing.files.receive import Sent
from hub.rooms.ageing.models import DeliveryKind

FIVES = tuple(range(0, 86, 5))
PEOPLE = made_up_figures().base


def label(starts: Sequence[int], at: int) -> str:
    if at == len(starts) - 1:
        return f"{starts[at]}+"
    last = starts[at + 1] - 1
    return str(starts[at]) if last == starts[at] else f"{starts[at]}-{last}"


def people_csv(
    *days: str,
    share: float = 0.03,
    starts: Sequence[int] = FIVES,
    districts: Sequence[str] = (),
    told: bool = True,
    gaps: Sequence[str] = (),
) -> bytes:
    """A table of people; equal parts of them in each district, whole persons; `gaps` are ages without a figure."""
    parts = len(districts) or 1
    groups = np.round(np.add.reduceat(PEOPLE * share / parts, list(starts), axis=-1))
    rows = [f"date,{'district,' if districts else ''}{'sex,' if told else ''}age,persons"]
    sexes = list(zip(("male", "female"), groups, strict=True)) if told else [("", groups.sum(axis=0))]
    for day in days:
        for district in districts or ("",):
            for sex, of_sex in sexes:
                for at, number in enumerate(of_sex):
                    age = label(starts, at)
                    cells = (day, district, sex, age, "" if age in gaps else f"{number:.0f}")
                    rows.append(",".join(cell for at_cell, cell in enumerate(cells) if cell or at_cell == 4))
    return "\n".join(rows).encode()


def population(*days: str, name: str = "", source: str = "Census office", **fields: object) -> Sent:
    content = people_csv(*(days or ("2024-04-03",)), **fields)
    return Sent(DeliveryKind.POPULATION, name or f"people-{'-'.join(days)}.csv", content, source=source)


def vital(text: str = "year,births,deaths\n2022,1700,1300\n2023,1650,1320\n") -> Sent:
    return Sent(DeliveryKind.VITAL, "events.csv", text.encode())


def provision(text: str = "district,mode,places\nCentre,walk,120\n") -> Sent:
    return Sent(DeliveryKind.PROVISION, "places.csv", text.encode())
