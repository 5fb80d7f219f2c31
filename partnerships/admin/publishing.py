"""What the lists and forms of records with a page share: publishing, deleting."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import BooleanField, ExpressionWrapper, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, override
from django.utils.translation import gettext_lazy as _

from .. import gate
from ..models import Address, Publishable, PublishingStatus
from ..models.publishing import TAKEN
from ..querysets import public
from .forms import TWICE, PartFormSet
from .records import NAMES_SHOWN, PartInline, RecordAdmin, listing
from .site import AttentionFilter

PUBLISHING: Any = (
    _("Publishing"),
    {
        "description": _(
            "Decides whether the public sees the page at all, and what it says about "
            "its last review."
        ),
        "fields": (
            "slug",
            "status",
            "publish_at",
            "reviewed_on",
            "review_due",
            "withdrawal_reason_en",
            ("withdrawal_reason_fr", "withdrawal_reason_es"),
        ),
    },
)


class AddressFormSet(PartFormSet):
    """The addresses that a record had before; that of today is a field above."""

    def get_queryset(self) -> Any:
        """Leave out the stored address of today."""
        if not hasattr(self, "_former"):
            former = Address.objects.former(self.fk.name)
            self._former = super().get_queryset().filter(pk__in=former)
        return self._former

    def clean(self) -> None:
        """Refuse what the address that is typed above would have to share or lose."""
        today = self.instance.slug
        typed = [form for form in self.kept_forms() if form.has_changed()]
        seen = {today}
        for form in typed:
            if form.is_valid() and form.instance.slug in seen:
                taken = ValidationError(TAKEN % {"record": self.instance})
                form.add_error("slug", taken)
                raise ValidationError(TWICE)
            seen.add(form.instance.slug)
        for form in [*typed, *self.deleted_forms]:
            if form.initial.get("slug") == today:
                # It is stored as the address of today, and would be forgotten.
                raise ValidationError(
                    _("“%(address)s” is the page's address again: leave it here."),
                    params={"address": today},
                )
        super().clean()


class AddressInline(PartInline):
    """The addresses that the page had before."""

    model = Address
    formset = AddressFormSet
    verbose_name = _("former address")
    verbose_name_plural = _("former addresses")
    fields = ("slug",)
    show_change_link = False


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
        seen = ExpressionWrapper(
            public(self.model, timezone.now()), output_field=BooleanField()
        )
        return super().get_queryset(request).annotate(seen_now=seen)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Show the former addresses of a stored record, behind all else."""
        inlines = super().get_inlines(request, obj)
        return (*inlines, AddressInline) if obj else inlines

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Any = None
    ) -> dict[str, Any]:
        """Make the address from the title of a new record only: people link to it."""
        return {} if obj else dict(super().get_prepopulated_fields(request, obj))

    def view_on_site(self, obj: Any) -> str | None:
        """Return the public page, if the public sees it."""
        if not obj.pk or not getattr(obj, "seen_now", False):
            return None
        try:
            return str(obj.get_absolute_url())
        except NoReverseMatch:
            return None

    @admin.display(boolean=True, description=_("public now"))
    def public_now(self, record: Any) -> bool:
        """Whether the public sees it: it, and what it belongs to, is published."""
        return bool(record.seen_now)

    @admin.action(
        description=_("Publish the selected %(verbose_name_plural)s"),
        permissions=["change"],
    )
    def publish_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Publish those that the gate lets pass, and name those that it holds back."""
        waiting = queryset.exclude(status=PublishingStatus.PUBLISHED)
        unfit = gate.unfit(self.model, timezone.now())
        refused = list(waiting.filter(unfit))
        passing = list(waiting.exclude(pk__in=[record.pk for record in refused]))
        with transaction.atomic():
            set_status(request, passing, PublishingStatus.PUBLISHED)
            gate.check(passing)
        self._tell(request, passing, PublishingStatus.PUBLISHED)
        if refused:
            self.message_user(
                request,
                gettext(
                    "Not published, because no source that the public sees is cited: "
                    "%(names)s."
                )
                % {"names": listing(refused)},
                messages.ERROR,
            )

    @admin.action(
        description=_("Withdraw the selected %(verbose_name_plural)s"),
        permissions=["change"],
    )
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet) -> Any:
        """Hide those that are published; a draft is hidden as it is."""
        published = list(queryset.filter(status=PublishingStatus.PUBLISHED))
        with transaction.atomic():
            self._withdraw(request, published)
            gate.check(published)
        self._tell(request, published, PublishingStatus.WITHDRAWN)

    def _withdraw(self, request: HttpRequest, records: list[Any]) -> None:
        """Hide these records."""
        set_status(request, records, PublishingStatus.WITHDRAWN)

    def _tell(
        self, request: HttpRequest, records: list[Any], status: PublishingStatus
    ) -> None:
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


def set_status(
    request: HttpRequest, records: Iterable[Publishable], status: PublishingStatus
) -> None:
    """Publish, withdraw or draft records of any kinds, and note it in their history."""
    by_kind: dict[type[Publishable], list[Publishable]] = {}
    for record in records:
        record.status = status
        by_kind.setdefault(type(record), []).append(record)
    # The log is read in any language: it keeps the word that translations start from.
    with override(None):
        changed = {"fields": [str(Publishable._meta.get_field("status").verbose_name)]}
    for model, found in by_kind.items():
        model._default_manager.bulk_update(found, ["status"], batch_size=500)
        LogEntry.objects.log_actions(
            user_id=request.user.pk or 0,
            queryset=found,
            action_flag=CHANGE,
            change_message=[{"changed": changed}],
        )


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
                    "“%(record)s” is withdrawn. It stays here, because its page was "
                    "public once: its address says that it is withdrawn."
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
