"""What the facts on which a summary rests said when it was last saved."""

from typing import ClassVar

from django.db import models

from .attached import exactly_one
from .partners import Partner
from .programmes import Programme


class BasisSaid(models.Model):
    """What the facts of a record's basis said when its summary was last saved.

    The site keeps it for itself: it is in no form, no fixture and no history, since it
    belongs to one database. `partnerships.basis` writes and compares it.
    """

    partner = models.OneToOneField(
        Partner, on_delete=models.CASCADE, null=True, related_name="basis_said"
    )
    programme = models.OneToOneField(
        Programme, on_delete=models.CASCADE, null=True, related_name="basis_said"
    )
    # A line a fact: a digest of what it said, and its address.
    lines = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=exactly_one(("partner", "programme")),
                name="%(app_label)s_%(class)s_one_record",
            ),
        ]

    def __str__(self) -> str:
        return self.lines
