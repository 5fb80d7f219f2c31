"""Addresses of facts in a text: one a line, each a record or a part of one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .record import address_form


def well_formed(text: str) -> None:
    """Refuse a line that is no address: a kind and a slug, or also a part and its name.

    Whether the fact exists is asked once all records are written.
    """
    for line in text.splitlines():
        words = line.split("/")
        form: Any = address_form.regex
        if len(words) not in (2, 4) or not all(map(form.match, words)):
            raise ValidationError(
                _(
                    "“%(line)s” is no address of a fact. Write one a line, as in "
                    "'agreement/colombia-itpp-2021' or "
                    "'partner/colombia/participation/building-integrity'."
                ),
                params={"line": line},
            )


def fact_addresses(name: Any, what: Any) -> models.TextField:
    """Make a field that holds addresses of facts, one a line."""
    return models.TextField(
        name,
        blank=True,
        validators=[well_formed],
        help_text=what
        + " "
        + _(
            "One address a line, as in 'agreement/colombia-itpp-2021' or "
            "'partner/colombia/participation/building-integrity'."
        ),
    )
