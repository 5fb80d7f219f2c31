"""What every record's pages for editors share: fields, publishing, deleting."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ..models import Publishable, PublishingStatus, Record
from ..querysets import public
from .deleting import change_url, deleted_objects
from .forms import EditorsFields, PartFormSet, RecordForm, names_of
from .requests import GuardedAdmin
from .site import AttentionFilter

# More rows of one kind than any record has; each costs time before it is refused.
MOST_PARTS = 500
# More names than this are no help to an editor.
NAMES_SHOWN = 10


def translations(*names: str) -> tuple[Any, ...]:
    """Return a folded fieldset a language for these translated fields."""
    return tuple(
        (
            title,
            {
                "classes": ["collapse"],
                "description": description,
                "fields": tuple(f"{name}_{code}" for name in names),
            },
        )
        for code, title, description in (
            (
                "fr",
                _("French"),
                _("Shown on the French pages. What is blank is shown in English."),
            ),
            (
                "es",
                _("Spanish"),
                _("Shown on the Spanish pages. What is blank is shown in English."),
            ),
        )
    )


PUBLISHING: Any = (
    _("Publishing"),
    {
        "description": _(
            "Decides whether the public sees the page at all, and what it says about "
            "its last review."
        ),
        "fields": (
            "slug",
            "former_slugs",
            "status",
            "publish_at",
            "reviewed_on",
            "review_due",
        ),
    },
)


def listing(names: Iterable[Any]) -> str:
    """Write names one after another; leave out what is too much to read."""
    texts = [Truncator(name).chars(80) for name in names]
    shown = ", ".join(texts[:NAMES_SHOWN])
    left_out = len(texts) - NAMES_SHOWN
    if left_out > 0:
        more = ngettext("and %(n)d more", "and %(n)d more", left_out) % {"n": left_out}
        return f"{shown}, {more}"
    return shown


class RecordAdmin(EditorsFields, GuardedAdmin):
    """A list and a form of records of one kind."""

    form = RecordForm
    list_per_page = 50
    save_on_top = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Load the names of the records with them."""
        return self.with_names(super().get_queryset(request))

    def with_names(self, queryset: QuerySet) -> QuerySet:
        """Load what the names of the records are made of with them.

        Django skips `list_select_related` where the records join others already.
        """
        joined = self.list_select_related
        paths = joined if isinstance(joined, (list, tuple)) else ()
        return queryset.select_related(*names_of(self.model, ()), *paths)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Name what is deleted, at as many queries for many rows as for few."""
        return deleted_objects(list(objs), request, self.admin_site)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Fill a new form from its address, but for times, which are no text."""
        initial = super().get_changeform_initial_data(request)
        times = {
            field.name
            for field in self.opts.concrete_fields
            if isinstance(field, models.DateTimeField)
        }
        return {name: initial[name] for name in initial.keys() - times}


class PartInline(EditorsFields, admin.StackedInline):
    """Parts of a record, edited in its form."""

    form = RecordForm
    formset = PartFormSet
    extra = 0
    show_change_link = True

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Make no more rows than a record can have, whatever is sent."""
        formset = super().get_formset(request, obj, **kwargs)
        formset.absolute_max = MOST_PARTS
        return formset

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Load the linked records with the parts, in one query."""
        queryset = super().get_queryset(request)
        paths = names_of(self.model, self.autocomplete_fields)
        return queryset.select_related(*paths)


class PartAdmin(RecordAdmin):
    """A part of a record: reached from there, and not in the index.

    It has its own form for what its row in the record's form has no room for:
    translations, and the citations of this one part.
    """

    # The related names of which `part.owner` gives the record that this belongs to.
    owner_field = ""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Stay out of the index."""
        return False

    def owner(self, part: Any) -> Record:
        """Return the record that the part belongs to."""
        record: Record = getattr(part, self.owner_field)
        return record

    def response_post_save_change(
        self, request: HttpRequest, obj: Any
    ) -> HttpResponseRedirect:
        """Go back to the record."""
        return HttpResponseRedirect(change_url(self.owner(obj)))


class PublishableAdmin(RecordAdmin):
    """A list and a form of records with a page.

    Publishing needs a citation where the kind states facts; only a draft that
    nothing points to can be deleted.
    """

    actions = ("publish_selected", "withdraw_selected")
    list_filter: ClassVar[Any] = ("status", AttentionFilter)
    delete_confirmation_template = "admin/partnerships/delete_confirmation.html"
    delete_selected_confirmation_template = (
        "admin/partnerships/delete_selected_confirmation.html"
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Say of each record whether the public sees it now."""
        now = timezone.now()
        return (
            super()
            .get_queryset(request)
            .annotate(
                is_public=ExpressionWrapper(
                    public(self.model, now), output_field=BooleanField()
                )
            )
        )

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Any = None
    ) -> dict[str, Any]:
        """Make the address from the title of a new record only: people link to it."""
        return {} if obj else dict(super().get_prepopulated_fields(request, obj))

    def view_on_site(self, obj: Any) -> str | None:
        """Return the public page, if the public sees it."""
        if not obj.pk or not getattr(obj, "is_public", False):
            return None
        try:
            return str(obj.get_absolute_url())
        except NoReverseMatch:
            return None

    @admin.display(boolean=True, description=_("public now"))
    def public_now(self, record: Any) -> bool:
        """Whether the public sees it: it, and what it belongs to, is published."""
        return bool(record.is_public)

    def save_form(self, request: HttpRequest, form: ModelForm, change: bool) -> Any:
        """Let the citations below report on the status field; see `CitationFormSet`.

        An address that the record leaves goes on leading to it.
        """
        record = super().save_form(request, form, change)
        record.form_above = form
        if change and "slug" in form.changed_data:
            record.leave_address(form.initial["slug"])
        return record

    @admin.action(description=_("Publish the selected %(verbose_name_plural)s"))
    def publish_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Publish those that have a citation, and name those that have none."""
        waiting = queryset.exclude(status=PublishingStatus.PUBLISHED)
        refused: list[Any] = []
        if self.model.needs_citation:
            refused = list(waiting.filter(citations__isnull=True))
            waiting = waiting.exclude(pk__in=[record.pk for record in refused])
        self._set_status(request, waiting, PublishingStatus.PUBLISHED)
        if refused:
            self.message_user(
                request,
                gettext("Not published, because no source is cited: %(names)s.")
                % {"names": listing(refused)},
                messages.ERROR,
            )

    publish_selected.allowed_permissions = ("change",)

    @admin.action(description=_("Withdraw the selected %(verbose_name_plural)s"))
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Hide those that are published; a draft is hidden as it is."""
        published = queryset.filter(status=PublishingStatus.PUBLISHED)
        self._set_status(request, published, PublishingStatus.WITHDRAWN)

    withdraw_selected.allowed_permissions = ("change",)

    def _set_status(
        self, request: HttpRequest, queryset: QuerySet, status: PublishingStatus
    ) -> None:
        records = list(queryset)
        for record in records:
            record.status = status
        self.model._default_manager.bulk_update(records, ["status"], batch_size=500)
        if records:
            LogEntry.objects.log_actions(
                user_id=request.user.pk or 0,
                queryset=records,
                action_flag=CHANGE,
                change_message=[
                    {"changed": {"fields": [gettext("publishing status")]}}
                ],
            )
        count = len(records)
        if status == PublishingStatus.PUBLISHED:
            text = ngettext(
                "%(n)d record published.", "%(n)d records published.", count
            )
        else:
            text = ngettext(
                "%(n)d record withdrawn.", "%(n)d records withdrawn.", count
            )
        level = messages.SUCCESS if records else messages.WARNING
        self.message_user(request, text % {"n": count}, level)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Add what speaks against deleting to what the database protects."""
        to_delete, counts, lacking, protected = super().get_deleted_objects(
            objs, request
        )
        records = list(objs)
        if protected:
            protected = self.protecting(records) or protected
        reasons = [*protected, *_not_drafts(records), *_links_to(records)]
        return to_delete, counts, lacking, reasons

    def protecting(self, records: list[Any]) -> list[str]:
        """Name what the database keeps the records for; none leaves it to Django."""
        return []


def _not_drafts(records: list[Publishable]) -> list[str]:
    reasons = []
    for record in records:
        names = {"record": record}
        if record.status == PublishingStatus.PUBLISHED:
            reasons.append(
                gettext(
                    "“%(record)s” is published. Withdraw it instead: set its "
                    "publishing status to “Withdrawn”."
                )
                % names
            )
        elif record.status == PublishingStatus.WITHDRAWN:
            reasons.append(
                gettext(
                    "“%(record)s” is withdrawn, and nobody sees it. It stays here, "
                    "because its page was public once."
                )
                % names
            )
    return reasons


def _links_to(records: list[Publishable]) -> list[str]:
    """Name what points to the records in a list of links, which nothing protects."""
    if not records:
        return []
    reasons = []
    for relation in records[0]._meta.related_objects:
        if not relation.many_to_many:
            continue
        field = relation.field
        found = relation.related_model._default_manager.filter(
            models.Q((f"{field.name}__in", [record.pk for record in records]))
        ).distinct()[: NAMES_SHOWN + 1]
        reasons += [
            gettext("%(kind)s “%(record)s” names it under “%(field)s”.")
            % {
                "kind": capfirst(relation.related_model._meta.verbose_name),
                "record": other,
                "field": field.verbose_name,
            }
            for other in found
        ]
    return reasons
