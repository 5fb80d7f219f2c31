"""The partial date: a year, a month or a day, kept exactly as its source gives it.

The written form is that of ISO 8601 with reduced precision, which is also level 0 of
the Extended Date/Time Format (EDTF): ``2013``, ``2013-05`` or ``2013-05-22``. Nothing
is filled up on the way: the database, the admin, the fixtures and the pages all carry
the date with the precision that it came with.

Sorting, searching and comparing work on that text. Its byte order puts a year before
its months and a month before its days, so a plain index on the column serves them all.

Two of them make a period, which holds on a day, or not, or possibly.
"""

from .declared import PeriodFields
from .fields import (
    DAY_EXAMPLES,
    NOT_A_DAY,
    DayField,
    PartialDateField,
    PartialDateFormField,
)
from .lookups import holds, may_hold, not_before
from .value import Holds, PartialDate, Period
from .words import AS_OF, EXAMPLES, ON, display, display_range, lead_in, parse

__all__ = [
    "AS_OF",
    "DAY_EXAMPLES",
    "EXAMPLES",
    "NOT_A_DAY",
    "ON",
    "DayField",
    "Holds",
    "PartialDate",
    "PartialDateField",
    "PartialDateFormField",
    "Period",
    "PeriodFields",
    "display",
    "display_range",
    "holds",
    "lead_in",
    "may_hold",
    "not_before",
    "parse",
]
