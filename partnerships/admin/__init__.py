"""The editors' side, by concept as the models are."""

from . import agreements, centres, events, evidence, guides, partners, programmes, site

__all__ = [
    "agreements",
    "centres",
    "events",
    "evidence",
    "guides",
    "partners",
    "programmes",
    "site",
]
