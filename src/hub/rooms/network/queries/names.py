"""Which of its names a city is shown by."""

from collections.abc import Iterable

from hub.commons.places.models import UnescoRegion
from hub.rooms.network.models import City, CityName

# The language of signs and papers where it is written in another script than the Latin one.
LOCAL_LANGUAGES = {
    "ARM": "hy",
    "BGD": "bn",
    "BGR": "bg",
    "BLR": "be",
    "CHN": "zh",
    "CYP": "el",
    "ETH": "am",
    "GEO": "ka",
    "GRC": "el",
    "IND": "hi",
    "IRN": "fa",
    "ISR": "he",
    "JPN": "ja",
    "KAZ": "ru",
    "KGZ": "ru",
    "KHM": "km",
    "KOR": "ko",
    "LAO": "lo",
    "LKA": "si",
    "MKD": "mk",
    "MMR": "my",
    "MNG": "mn",
    "NPL": "ne",
    "PAK": "ur",
    "PSE": "ar",
    "RUS": "ru",
    "SRB": "sr",
    "THA": "th",
    "TJK": "tg",
    "UKR": "uk",
    "ESH": "ar",
}
SCRIPTS_OF_READERS = {"zh-hans": ("zh", "Hans"), "ar": ("ar", "Arab"), "ru": ("ru", "Cyrl")}


def name_for(city: City, names: Iterable[CityName], language: str) -> str:
    """The name for a reader: in their language where the register has it, else in Latin script."""
    wanted, script = SCRIPTS_OF_READERS.get(language, (language, "Latn"))
    found = sorted(name.text for name in names if name.language == wanted and name.script == script and name.is_current)
    return found[0] if found else city.name


def local_name(city: City, names: Iterable[CityName]) -> CityName | None:
    """The name in the language and script of the place, where that is not the Latin one."""
    language = LOCAL_LANGUAGES.get(city.country_id) or ("ar" if city.region == UnescoRegion.ARAB_STATES else "")
    found = [
        name for name in names if name.language == language and name.script not in {"Latn", "Hant"} and name.is_current
    ]
    return min(found, key=lambda name: name.text) if language and found else None
