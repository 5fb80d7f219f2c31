"""Sources for editors; to hide one asks what becomes of the records that rest on it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import gate
from ..models import Citation, PublishingStatus, Source
from .deleting import link_to
from .forms import RecordForm, names_of
from .publishing import PUBLISHING, PublishableAdmin, set_status
from .records import NAMES_SHOWN, listing
from .site import AttentionFilter

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
        label=_("Records that rest on it alone"),
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
                    ("publisher", "publisher_short"),
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

    @admin.action(
        description=_("Withdraw the selected %(verbose_name_plural)s"),
        permissions=["change"],
    )
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
