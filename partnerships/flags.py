"""Which countries have a flag to draw: those that a file is shipped for."""

from functools import cache

from django.conf import settings

from .models import Country

# Among the static files, and so in addresses.
_PLACE = "img/flags"


@cache
def drawn() -> frozenset[str]:
    """Return the codes of all flags, found once in the life of a process."""
    files = (settings.BASE_DIR / "static" / _PLACE).glob("*.svg")
    return frozenset(file.stem.upper() for file in files)


def flag_file(country: Country) -> str | None:
    """Return the static file with a country's flag, or None where there is none.

    To ask the storage for a file that is not there is an error, and stays one.
    """
    if country.iso_alpha2 not in drawn():
        return None
    return f"{_PLACE}/{country.iso_alpha2.lower()}.svg"
