"""Sources, citations and statements for editors."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import gate
from ..evidence import field_label
from ..models import (
    Citation,
    PublishingStatus,
    Record,
    Source,
    Statement,
    citable_fields,
)
from .deleting import link_to
from .forms import RecordForm, names_of
from .publishing import PUBLISHING, PublishableAdmin, set_status
from .records import (
    NAMES_SHOWN,
    PartAdmin,
    PartInline,
    RecordAdmin,
    listing,
    translations,
)
from .site import AttentionFilter


class CitationInline(PartInline):
    """The citations of the record above."""

    model = Citation
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


# What may become of records that lose the last source that the public sees.
WITH_RECORDS = (
    (PublishingStatus.WITHDRAWN, _("Withdraw them as well")),
    (PublishingStatus.DRAFT, _("Make them drafts")),
)


class NotTheirs(gate.NotPublic):
    """Records that rest on a source, and that those who hid it may not change."""


class SourceForm(RecordForm):
    """A source; to hide it asks what becomes of records that rest on it alone."""

    with_records = forms.ChoiceField(
        label=_("records that rest on it alone"),
        required=False,
        choices=[("", _("Leave them, and don't save this")), *WITH_RECORDS],
        help_text=_("They are published, and no other source that is public is cited."),
    )

    def gate_error(self, refusal: gate.NotPublic) -> tuple[str | None, Any]:
        """Name them, and ask those who may decide it."""
        if isinstance(refusal, NotTheirs):
            return "status", not_theirs(refusal)
        text = _(
            "These published records would be left without a source that the public "
            "sees: %(names)s. Choose below what becomes of them."
        )
        return "status", text % {"names": listing(refusal.records)}


def not_theirs(refusal: NotTheirs) -> str:
    """Say which records stand in the way of those who may not change them."""
    return gettext(
        "These published records would be left without a source that the public sees, "
        "and you may not change them: %(names)s. Ask somebody who may."
    ) % {"names": listing(refusal.records)}


@admin.register(Source)
class SourceAdmin(PublishableAdmin):
    """Sources; what each supports is in the list of citations."""

    form = SourceForm

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

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Make a source that is added beside a citation public with the record."""
        initial = super().get_changeform_initial_data(request)
        if IS_POPUP_VAR in request.GET:
            initial.setdefault("status", PublishingStatus.PUBLISHED)
        return initial

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Ask what becomes of other records only where that is the question."""
        fieldsets = super().get_fieldsets(request, obj)
        refusal = getattr(request, "refusal", None)
        asks = refusal is not None and not isinstance(refusal, NotTheirs)
        if not asks and "with_records" not in request.POST:
            return fieldsets
        *others, (title, options) = fieldsets
        fields = [*options["fields"]]
        fields.insert(fields.index("status") + 1, "with_records")
        return (*others, (title, {**options, "fields": fields}))

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        """Do with the records that rest on the source alone what was chosen."""
        self._follow(request, [form.instance], form.cleaned_data["with_records"])
        super().save_related(request, form, formsets, change)

    def _follow(self, request: HttpRequest, sources: list[Any], choice: str) -> None:
        """Do what was chosen with the records that rest on these sources alone.

        Who may not change one of them can't choose, and so can't hide the sources.
        """
        left = gate.not_public(sources)
        beyond = [
            record
            for record in left
            if not self.admin_site.get_model_admin(type(record)).has_change_permission(
                request, record
            )
        ]
        if beyond:
            raise NotTheirs(beyond)
        if choice in dict(WITH_RECORDS):
            set_status(request, left, PublishingStatus(choice))

    @admin.action(description=_("Withdraw the selected %(verbose_name_plural)s"))
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet) -> Any:
        """Hide sources; ask first what becomes of records that rest on them alone."""
        try:
            return super().withdraw_selected(request, queryset)
        except NotTheirs as refusal:
            self.message_user(request, not_theirs(refusal), messages.ERROR)
            return None
        except gate.NotPublic as refusal:
            return TemplateResponse(
                request,
                "admin/partnerships/withdraw_sources.html",
                {
                    **self.admin_site.each_context(request),
                    "title": _("What becomes of the records that rest on them?"),
                    "opts": self.opts,
                    "sources": queryset.filter(status=PublishingStatus.PUBLISHED),
                    "records": [link_to(record) for record in refusal.records],
                    "choices": WITH_RECORDS,
                },
            )

    withdraw_selected.allowed_permissions = ("change",)

    def _withdraw(self, request: HttpRequest, records: list[Any]) -> None:
        """Hide these sources, and do what was chosen with what rests on them alone."""
        super()._withdraw(request, records)
        self._follow(request, records, request.POST.get("with_records", ""))

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
