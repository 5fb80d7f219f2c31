"""Guides, and the glossary."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext_lazy as _

from ..constraints import Once, RemembersAddress
from ..translation import in_three_languages
from .facts import fact_addresses
from .publishing import Publishable
from .record import Part, Record, named_within


class Guide(Publishable):
    """A short explainer: a question, its answer in a sentence, and paragraphs."""

    parts = ("paragraphs", "citations", "addresses")

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
            help_text=_("One sentence of our own, above the paragraphs."),
        )
    )
    related = fact_addresses(_("related records"), _("Linked below the paragraphs."))

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


class GuideParagraph(Part):
    """A paragraph of a guide, with the sources on which it rests."""

    key_fields = ("guide", "ref")
    public_through = ("guide",)
    parts = ("citations",)
    owner = "guide"
    for_link = ("guide",)

    guide = models.ForeignKey(
        Guide,
        on_delete=models.CASCADE,
        related_name="paragraphs",
        verbose_name=_("guide"),
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=1, help_text=_("Its place among the paragraphs.")
    )
    body = in_three_languages(
        models.TextField(
            _("text"),
            help_text=_("A few sentences of our own. Markdown may be used."),
        )
    )

    class Meta:
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        ordering = ("position", "ref")
        constraints: ClassVar = [
            *Part.Meta.constraints,
            *named_within("guide"),
            Once(
                fields=["guide", "position"],
                name="%(app_label)s_%(class)s_one_a_place",
                violation_error_message=_(
                    "Another paragraph has this place: give each one its own."
                ),
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.body).words(8)

    @property
    def words_of_ref(self) -> str:
        """The first words in the language of record."""
        return str(self.body_en)


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
