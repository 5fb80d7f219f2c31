"""What the lists and forms of all records and parts share."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .. import gate
from ..models import Part, Record
from .answers import Before
from .deleting import change_url, deleted_objects
from .forms import LEFT_WITHOUT, EditorsFields, PartFormSet, RecordForm, names_of
from .requests import GuardedAdmin

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


def listing(names: Iterable[Any]) -> str:
    """Write names one after another; leave out what is too much to read."""
    texts = [Truncator(name).chars(80) for name in names]
    shown = ", ".join(texts[:NAMES_SHOWN])
    left_out = len(texts) - NAMES_SHOWN
    if left_out > 0:
        more = ngettext("and %(n)d more", "and %(n)d more", left_out) % {"n": left_out}
        return f"{shown}, {more}"
    return shown


def left_without_source(refusal: gate.NotPublic) -> str:
    """Say which records the gate refused, and why."""
    return LEFT_WITHOUT % {"names": listing(refusal.records)}


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

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the lasting name of a stored part, which nobody changes."""
        names = super().get_readonly_fields(request, obj)
        return (*names, "ref") if obj and issubclass(self.model, Part) else names

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """End the first group of fields with the lasting name of a stored part."""
        fieldsets = super().get_fieldsets(request, obj)
        if not (obj and issubclass(self.model, Part)):
            return fieldsets
        (title, options), *others = fieldsets
        return ((title, {**options, "fields": (*options["fields"], "ref")}), *others)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Show a form that the gate refused once more, with the reason in it.

        What it had written is rolled back by then, and what was typed is kept.
        """
        arguments = (request, object_id, form_url, extra_context)
        try:
            return super().changeform_view(*arguments)
        except gate.NotPublic as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(*arguments)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Tell the form what the gate refused."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: bool
    ) -> None:
        """Save the record; what its sources said of it is noted first."""
        form.before = Before()
        form.before.note([form])
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        """Ask the gate, once all that the form says is written; answer the editor."""
        form.before.note(
            part
            for formset in formsets
            for part in formset.initial_forms
            if part.has_changed() and part not in formset.deleted_forms
        )
        super().save_related(request, form, formsets, change)
        gate.check([form.instance])
        for level, text in form.before.answers(form.instance):
            self.message_user(request, text, level)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Ask the gate about what the record was a part of."""
        super().delete_model(request, obj)
        gate.check([obj])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Ask the gate about what the records were parts of; delete all or none."""
        records = list(queryset)
        with transaction.atomic():
            super().delete_queryset(request, queryset)
            gate.check(records)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> Any:
        """Say what the gate refused."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except gate.NotPublic as refusal:
            return self._refused(request, refusal)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Say what the gate refused."""
        try:
            return super().changelist_view(request, extra_context)
        except gate.NotPublic as refusal:
            return self._refused(request, refusal)

    def _refused(self, request: HttpRequest, refusal: gate.NotPublic) -> Any:
        self.message_user(request, left_without_source(refusal), messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())


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
