"""Guides, and the glossary."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from ..constraints import RemembersAddress
from ..translation import in_three_languages
from .publishing import Publishable
from .record import Record


class Guide(Publishable):
    """A short explainer that answers one question."""

    parts = ("citations", "addresses")

    title = in_three_languages(models.CharField(_("title"), max_length=160))
    question = in_three_languages(
        models.CharField(
            _("question"),
            max_length=200,
            help_text=_("As a reader asks it: 'Is a global partner a member?'"),
        )
    )
    answer = in_three_languages(
        models.TextField(
            _("answer"),
            help_text=_("A few sentences of our own. Markdown may be used."),
        )
    )

    class Meta(Publishable.Meta):
        verbose_name = _("guide")
        verbose_name_plural = _("guides")
        ordering = ("title_en",)
        constraints: ClassVar = [
            *Publishable.Meta.constraints,
            RemembersAddress(kind="guide", name="%(app_label)s_%(class)s_address"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partnerships:guide-page", args=[self.slug])


class GlossaryTerm(Record):
    """An acronym or term, explained in place wherever it stands."""

    key_fields = ("term",)
    parts = ("citations",)

    term = models.CharField(_("term"), max_length=24, unique=True)
    expansion = in_three_languages(models.CharField(_("expansion"), max_length=160))
    meaning = in_three_languages(
        models.CharField(
            _("meaning"), max_length=250, help_text=_("One sentence of our own.")
        )
    )

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ("term",)

    def __str__(self) -> str:
        return self.term

    def get_absolute_url(self) -> str:
        return f"{reverse('partnerships:glossary')}#{self.anchor}"

    @property
    def anchor(self) -> str:
        """The fragment of the term on the glossary page."""
        return f"term-{slugify(self.term)}"
