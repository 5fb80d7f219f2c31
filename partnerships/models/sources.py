"""Sources: who speaks, when, and how good that is as evidence."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..constraints import RemembersAddress
from ..dates import PartialDate, PartialDateField
from .publishing import Publishable
from .record import chosen_from, web_address


class SourceKind(models.TextChoices):
    """Who speaks in a source, from the best evidence to the weakest."""

    TEXT = "text", _("the text itself")
    OFFICIAL = "official", _("official")
    PRESS = "press", _("press")
    ANALYSIS = "analysis", _("analysis")
    REFERENCE = "reference", _("reference work")


class Source(Publishable):
    """A document, or one dated edition of a web page."""

    needs_citation = False
    parts = ("addresses",)

    title = models.CharField(
        _("title"),
        max_length=250,
        help_text=_("In the language of the document. Editions of a page name theirs."),
    )
    author = models.CharField(_("author"), max_length=160, blank=True)
    publisher = models.CharField(_("publisher"), max_length=160)
    publisher_short = models.CharField(
        _("short name of the publisher"),
        max_length=40,
        blank=True,
        help_text=_("As in 'NATO', for narrow places. Blank: the whole name."),
    )
    published = PartialDateField(
        _("published"), blank=True, help_text=_("As the document gives it.")
    )
    updated = PartialDateField(
        _("updated"), blank=True, help_text=_("As the document gives it.")
    )
    url = models.URLField(
        _("URL"),
        max_length=500,
        blank=True,
        help_text=_("Without tracking parts. Blank when the document has none."),
    )
    language = models.CharField(
        _("language"),
        max_length=2,
        validators=[RegexValidator(r"^[a-z]{2}\Z")],
        help_text=_("Two letters, as in 'en'."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=SourceKind)

    class Meta(Publishable.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("publisher", "title", "slug")
        indexes: ClassVar = [
            *Publishable.Meta.indexes,
            models.Index(
                fields=["publisher", "title", "slug"], name="%(class)s_in_order"
            ),
        ]
        constraints: ClassVar = [
            *Publishable.Meta.constraints,
            RemembersAddress(kind="source", name="%(app_label)s_%(class)s_address"),
            chosen_from("kind", SourceKind.values),
            web_address("url"),
        ]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:source-page", args=[self.slug])

    @property
    def speaker(self) -> str:
        """Who speaks in it, in as few words as there are."""
        return self.publisher_short or self.publisher

    @property
    def rank(self) -> int:
        """How good it is as evidence by its kind; 0 is the best."""
        return SourceKind.values.index(self.kind)

    @property
    def dated(self) -> PartialDate | None:
        """The date by which a reader knows it: of its last change, if it gives one."""
        return self.updated or self.published
