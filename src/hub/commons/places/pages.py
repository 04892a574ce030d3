"""Pages that other rooms have about a city: each room names its own when it starts, and the page of the city links to them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

Address = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class CityPageLink:
    """What a link says, and where it leads."""

    label: str
    url: str


_declared: dict[str, tuple[Promise, Address]] = {}


def declare_city_page(room: str, label: Promise, address: Address) -> None:
    """Declare a room's page about a city: `address(code)` gives its address."""
    _declared[room] = label, address


def city_pages(code: str) -> list[CityPageLink]:
    """The pages of all rooms about a city, by the names of the rooms."""
    return [CityPageLink(str(label), address(code)) for _room, (label, address) in sorted(_declared.items())]
