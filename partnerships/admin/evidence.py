"""Sources, citations and statements for editors."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..evidence import field_label
from ..models import (
    Citation,
    Publishable,
    PublishingStatus,
    Record,
    Source,
    Statement,
    citable_fields,
)
from .deleting import link_to
from .forms import PartFormSet, names_of
from .publishing import (
    NAMES_SHOWN,
    PUBLISHING,
    PartAdmin,
    PartInline,
    PublishableAdmin,
    RecordAdmin,
    translations,
)
from .site import AttentionFilter

NEEDS_CITATION = _(
    "Publishing needs at least one citation: add one below, or save this as a draft."
)


class CitationFormSet(PartFormSet):
    """The citations of one record: without any, it can't be published."""

    def clean(self) -> None:
        """Refuse to publish without a citation, with a message on the status too."""
        super().clean()
        record = self.instance
        if (
            isinstance(record, Publishable)
            and record.needs_citation
            and record.status == PublishingStatus.PUBLISHED
            and not self.kept_forms()
        ):
            # Only there if the form above is valid; if not, its errors come first.
            form_above = getattr(record, "form_above", None)
            if form_above is not None and "status" in form_above.fields:
                form_above.add_error("status", NEEDS_CITATION)
            raise ValidationError(NEEDS_CITATION, code="uncited")


class CitationInline(PartInline):
    """The citations of the record above."""

    model = Citation
    formset = CitationFormSet
    autocomplete_fields = ("source",)
    fields = ("source", ("field", "value"), "locator", "note_en")

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
        return ("about",) if obj else ()

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
            return (None, {"fields": ("about",)})
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
    list_display = ("source", "about", "field", "value", "locator")
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
                    "fields": ("source", "field", "value", "locator", "note_en"),
                },
            ),
            *translations("note"),
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
                "“%(record)s” is published and would be left without a "
                "citation. Cite another source first, or withdraw it."
            )
            % {"record": record}
            for record in _left_uncited(list(objs))
        ]
        return to_delete, counts, lacking, [*protected, *reasons]


def _left_uncited(citations: list[Citation]) -> list[Record]:
    """Return the published records that need a citation and would have none."""
    records = {
        (citation.subject_field, record.pk): record
        for citation in citations
        if isinstance(record := citation.subject, Publishable)
        and record.needs_citation
        and record.status == PublishingStatus.PUBLISHED
    }
    about = models.Q(pk__in=[])
    for name in dict.fromkeys(name for name, _pk in records):
        about |= models.Q((f"{name}__in", [pk for kind, pk in records if kind == name]))
    others = Citation.objects.filter(about).exclude(
        pk__in=[citation.pk for citation in citations]
    )
    cited = {
        (each.subject_field, getattr(each, f"{each.subject_field}_id"))
        for each in others
    }
    return [record for key, record in records.items() if key not in cited]


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


@admin.register(Source)
class SourceAdmin(PublishableAdmin):
    """Sources; what each supports is in the list of citations."""

    list_display = (
        "title",
        "publisher",
        "published",
        "language",
        "kind",
        "status",
        "public_now",
    )
    list_filter = ("status", AttentionFilter, "kind", "language")
    search_fields = ("title", "publisher", "author", "slug", "url")
    prepopulated_fields = {"slug": ("title",)}
    readonly_fields = ("cited",)
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "Shown under every fact that cites it, and on a page of its own "
                    "that lists all it supports or disputes."
                ),
                "fields": (
                    "title",
                    "author",
                    "publisher",
                    ("published", "updated"),
                    "url",
                    ("language", "kind"),
                    "cited",
                ),
            },
        ),
        PUBLISHING,
    )

    def protecting(self, records: list[Source]) -> list[str]:
        """Name the pages that cite a source: its citations all bear its own name."""
        subjects = names_of(Citation, Citation.subject_fields)
        citations = Citation.objects.filter(source__in=records).select_related(
            *subjects
        )[:NAMES_SHOWN]
        pages = dict.fromkeys(each.subject.page for each in citations if each.subject)
        return [link_to(page, page.heading) for page in pages]

    @admin.display(description=_("cited"))
    def cited(self, source: Source) -> str:
        """How often it is cited, with the way to these citations."""
        if not source.pk:
            return ""
        count = Citation.objects.filter(source=source).aggregate(n=Count("pk"))["n"]
        url = reverse("admin:partnerships_citation_changelist")
        return format_html('<a href="{}?q={}">{}</a>', url, source.slug, count)
