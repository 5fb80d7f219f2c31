"""Guides and the glossary for editors."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from ..models import GlossaryTerm, Guide, GuideParagraph
from .basis import FactsForm
from .evidence import CitationInline
from .forms import PartFormSet, RecordForm
from .publishing import PUBLISHING, PublishableAdmin
from .records import PartAdmin, PartInline, RecordAdmin, translations

# Where rows that move wait, beyond any place that one can have in the form.
WAITING = 10_000
PLACE_TAKEN = _("Another paragraph has this place: give each one its own.")


def last_place(guide: Guide) -> int:
    """Return the place of the last paragraph that is stored; 0 if there is none."""
    places = GuideParagraph.objects.filter(guide=guide.pk).order_by()
    return max(places.values_list("position", flat=True), default=0)


class ParagraphForm(RecordForm):
    """The form of a paragraph; one without a place comes behind the others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Let the place be left out."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields.get("position")
        if field:
            field.required, field.max_value = False, WAITING - 1
            field.help_text = _("Its place among the paragraphs. Blank: the last.")
            if self.instance._state.adding:
                self.initial.pop("position", None)
                field.initial = None

    def clean_position(self) -> int | None:
        """Put a paragraph of a stored guide last, if no place is given."""
        place: int | None = self.cleaned_data.get("position")
        if place is not None and not 0 < place < WAITING:
            raise ValidationError(
                _("Type a number from 1 to %(last)d."), params={"last": WAITING - 1}
            )
        # Rows in a guide's form name no guide yet: they get their places together.
        guide = self.cleaned_data.get("guide")
        if place is None and guide is not None and guide.pk:
            return last_place(guide) + 1
        return place


class ParagraphRowForm(ParagraphForm):
    """A paragraph in the form of its guide, where rows may change places."""

    def validate_unique(self) -> None:
        """Ask for the place among the rows as they will be, not as they are stored."""
        place, self.instance.position = self.instance.position, WAITING
        try:
            super().validate_unique()
        finally:
            self.instance.position = place


class ParagraphFormSet(PartFormSet):
    """The paragraphs of a guide: each has a place, and two may swap theirs."""

    def clean(self) -> None:
        """Give each row a place, and refuse one that another row has."""
        kept = [form for form in self.kept_forms() if form.is_valid()]
        submitted = [form.instance.pk for form in self.initial_forms]
        others = GuideParagraph.objects.filter(guide=self.instance.pk).exclude(
            pk__in=[pk for pk in submitted if pk]
        )
        # What another editor has added meanwhile is not among the rows.
        taken = {*others.values_list("position", flat=True)}
        for form in kept:
            place = form.cleaned_data.get("position")
            if place is not None and place in taken:
                form.add_error("position", PLACE_TAKEN)
            taken.add(place)
        last = max((place for place in taken if place is not None), default=0)
        for form in kept:
            if form.cleaned_data.get("position") is None:
                last += 1
                form.cleaned_data["position"] = form.instance.position = last
        super().clean()

    def save(self, commit: bool = True) -> Any:
        """Let rows that move or go leave their places before others take them."""
        if commit:
            moving = [
                form.instance.pk
                for form in self.initial_forms
                if form in self.deleted_forms or form.has_changed()
            ]
            stored = GuideParagraph.objects.filter(pk__in=moving)
            stored.update(position=F("position") + WAITING)
        return super().save(commit=commit)


class ParagraphInline(PartInline):
    """The paragraphs below the answer, in their order."""

    model = GuideParagraph
    form = ParagraphRowForm
    formset = ParagraphFormSet
    fields = ("position", "body_en")


@admin.register(Guide)
class GuideAdmin(PublishableAdmin):
    """Short explainers, each of one question."""

    form = FactsForm
    list_display = ("title_en", "question_en", "status", "public_now", "review_due")
    search_fields = ("title_en", "title_fr", "title_es", "question_en", "slug")
    prepopulated_fields = {"slug": ("title_en",)}
    inlines = (ParagraphInline, CitationInline)
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "The head of the guide's page: the answer stands above the "
                    "paragraphs below."
                ),
                "fields": ("title_en", "question_en", "answer_en", "related"),
            },
        ),
        *translations("title", "question", "answer"),
        PUBLISHING,
    )


@admin.register(GuideParagraph)
class GuideParagraphAdmin(PartAdmin):
    """One paragraph of a guide with its citations."""

    form = ParagraphForm
    owner_field = "guide"
    autocomplete_fields = ("guide",)
    list_display = ("__str__", "guide", "position")
    list_select_related = ("guide",)
    search_fields = ("body_en", "guide__title_en")
    inlines = (CitationInline,)
    fieldsets = (
        (
            None,
            {
                "description": _("Shown below the answer, with its sources."),
                "fields": ("guide", "position", "body_en"),
            },
        ),
        *translations("body"),
    )


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(RecordAdmin):
    """Terms: public as soon as they are saved."""

    list_display = ("term", "expansion_en", "meaning_en")
    search_fields = ("term", "expansion_en", "expansion_fr", "expansion_es")
    inlines = (CitationInline,)
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "Explained in place wherever the term stands, and in the glossary. "
                    "It is public as soon as it is saved."
                ),
                "fields": ("term", "expansion_en", "meaning_en"),
            },
        ),
        *translations("expansion", "meaning"),
    )
