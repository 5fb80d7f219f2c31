"""Sources, citations and statements for editors."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import gate
from ..disagreements import field_label
from ..models import (
    Citation,
    Record,
    Statement,
    citable_fields,
)
from .deleting import link_to
from .forms import names_of
from .records import (
    PartAdmin,
    PartInline,
    RecordAdmin,
    translations,
)
from .site import AttentionFilter


class CitationInline(PartInline):
    """The citations of the record above."""

    model = Citation
    autocomplete_fields = ("source",)
    fields = ("source", ("field", "value"), ("locator_en", "basis"), "words", "note_en")

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer the fields of the record above."""
        if db_field.name == "field":
            return forms.ChoiceField(
                label=capfirst(db_field.verbose_name),
                help_text=db_field.help_text,
                required=False,
                choices=field_choices(self.parent_model),
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def field_choices(model: Any) -> list[tuple[str, Any]]:
    """Return the fields that a citation of a `model` can name, with their words."""
    return [
        ("", _("the record as a whole")),
        *((name, capfirst(field_label(model, name))) for name in citable_fields(model)),
    ]


class StatementInline(PartInline):
    """Dated facts about the record above that have no field of their own."""

    model = Statement
    fields = ("label_en", "value_en", "as_of")


class SubjectKindFilter(admin.SimpleListFilter):
    """Only the rows about records of one kind."""

    title = _("is about")
    parameter_name = "about"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, Any]]:
        """Offer the kinds that the rows can be about."""
        return [
            (name, capfirst(kind._meta.verbose_name))
            for name, kind in model_admin.model.subject_models().items()
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep the rows about the chosen kind."""
        if self.value() in queryset.model.subject_fields:
            return queryset.filter(models.Q((f"{self.value()}__isnull", False)))
        return queryset


class AttachedAdmin(RecordAdmin):
    """A list and a form of rows that are about one record out of several kinds.

    What a stored row is about stays: to move it, make another one and delete it.
    """

    list_filter: ClassVar[Any] = (SubjectKindFilter,)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Load what each row is about, with its name, in the one query."""
        queryset = super().get_queryset(request)
        return queryset.select_related(*names_of(self.model, self.model.subject_fields))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show what a stored row is about as a link."""
        names = super().get_readonly_fields(request, obj)
        return (*names, "about") if obj else names

    def get_autocomplete_fields(self, request: HttpRequest) -> Any:
        """Search every record to link to."""
        return (*super().get_autocomplete_fields(request), *self.model.subject_fields)

    @admin.display(description=_("about"))
    def about(self, row: Any) -> str:
        """What the row is about."""
        return link_to(row.subject) if row.subject else ""

    def subject_fieldset(self, obj: Any) -> tuple[Any, dict[str, Any]]:
        """Return the fieldset that says what the row is about."""
        if obj:
            return (None, {"fields": ("about", "ref")})
        return (
            _("What it is about"),
            {
                "description": _("Choose exactly one. It can't be changed later."),
                "fields": self.model.subject_fields,
            },
        )


@admin.register(Citation)
class CitationAdmin(AttachedAdmin):
    """Citations across all records; usually they are edited with their record."""

    autocomplete_fields = ("source",)
    list_display = ("source", "about", "field", "value", "locator_en")
    list_display_links = ("source",)
    list_filter = (SubjectKindFilter, AttentionFilter, "source__kind")
    list_select_related = ("source",)
    search_fields = ("source__slug", "source__title", "source__publisher", "value")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Ask for the record of a new citation only."""
        return (
            self.subject_fieldset(obj),
            (
                _("What the source says"),
                {
                    "description": _(
                        "Shown as a numbered note on the page. A value that can't be "
                        "true together with the record's is shown beside it as a "
                        "disagreement, with the note."
                    ),
                    "fields": (
                        "source",
                        "field",
                        "value",
                        "words",
                        ("locator_en", "basis"),
                        "note_en",
                    ),
                },
            ),
            *translations("locator", "note"),
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Load the source too."""
        return super().get_queryset(request).select_related("source")

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Offer the fields of the record that a stored citation is about."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj and obj.subject and "field" in form.base_fields:
            stock = form.base_fields["field"]
            form.base_fields["field"] = forms.ChoiceField(
                label=stock.label,
                help_text=stock.help_text,
                required=False,
                choices=field_choices(type(obj.subject)),
            )
        return form

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Keep the last citation of a published record."""
        to_delete, counts, lacking, protected = super().get_deleted_objects(
            objs, request
        )
        reasons = [
            gettext(
                "“%(record)s” is published and would be left without a source that "
                "the public sees. Cite another source first, or withdraw it."
            )
            % {"record": record}
            for record in gate.held_up_by(objs, timezone.now())
        ]
        return to_delete, counts, lacking, [*protected, *reasons]


@admin.register(Statement)
class StatementAdmin(AttachedAdmin, PartAdmin):
    """Statements; usually they are added in the form of their record."""

    inlines = (CitationInline,)
    list_display = ("label_en", "value_en", "as_of", "about")
    search_fields = ("label_en", "value_en")

    def owner(self, part: Any) -> Record:
        """Return the record that it is about."""
        record: Record = part.subject
        return record

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Stand in the index: statements are searched across records."""
        return admin.ModelAdmin.has_module_permission(self, request)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Ask for the record of a new statement only."""
        return (
            self.subject_fieldset(obj),
            (
                _("The fact"),
                {
                    "description": _(
                        "Shown among the key facts of the record's page, with its day."
                    ),
                    "fields": ("label_en", "value_en", "as_of"),
                },
            ),
            *translations("label", "value"),
        )
