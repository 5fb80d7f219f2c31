"""The editors' side, by concept as the models are."""

from . import (
    accounts,
    agreements,
    centres,
    events,
    evidence,
    guides,
    partners,
    programmes,
    site,
    sources,
)

__all__ = [
    "accounts",
    "agreements",
    "centres",
    "events",
    "evidence",
    "guides",
    "partners",
    "programmes",
    "site",
    "sources",
]
