"""The one form of a record: written, read, compared, merged and applied.

A record is a root (a model that is nobody's part) with its parts. Nothing else knows
how it is written down: fixtures, and whatever keeps or compares records (history,
working copies, the content deploy), are thin uses of this.
"""

from .form import (
    KINDS,
    SHAPE,
    Form,
    Place,
    Row,
    place_in_words,
    read,
)
from .merge import Change, Conflict, Merge, diff, merge
from .stored import form, forms, up_to_date
from .values import FormError
from .write import Applied, apply

__all__ = [
    "KINDS",
    "SHAPE",
    "Applied",
    "Change",
    "Conflict",
    "Form",
    "FormError",
    "Merge",
    "Place",
    "Row",
    "apply",
    "diff",
    "form",
    "forms",
    "merge",
    "place_in_words",
    "read",
    "up_to_date",
]
