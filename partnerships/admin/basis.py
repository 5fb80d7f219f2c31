"""Facts that a record names by their addresses, for editors."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from .. import basis, facts
from .deleting import link_to
from .forms import RecordForm
from .publishing import PublishableAdmin


class FactsForm(RecordForm):
    """The form of a record that names facts: each must be there."""

    def clean(self) -> dict[str, Any] | None:
        """Refuse an address that names nothing, on its field."""
        cleaned = super().clean() or {}
        model = self._meta.model
        name = facts.FIELDS[model]
        text = cleaned.get(name, "")
        try:
            # What is no address at all the field itself will say, in better words.
            model._meta.get_field(name).run_validators(text)
        except ValidationError:
            return cleaned
        if reason := facts.refusal(model, text, facts.find(text.splitlines())):
            self.add_error(name, reason)
        return cleaned


class SummaryForm(FactsForm):
    """The form of a record whose summary rests on facts."""

    basis_holds = forms.BooleanField(
        label=_("The summary is right as it is"),
        required=False,
        help_text=_(
            "Tick this after reading these facts again, if the summary needs no change."
        ),
    )


class SummedUpAdmin(PublishableAdmin):
    """A list and a form of records whose summary rests on facts."""

    form = SummaryForm

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show what became of the facts."""
        names = super().get_readonly_fields(request, obj)
        return (*names, "basis_now") if obj else names

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Say below the summary's basis which of its facts are not what they were."""
        fieldsets = super().get_fieldsets(request, obj)
        if not (obj and self._overtaken(obj)):
            return fieldsets
        (title, options), *others = fieldsets
        fields = (*options["fields"], "basis_now", "basis_holds")
        return ((title, {**options, "fields": fields}), *others)

    def _overtaken(self, record: Any) -> list[basis.Overtaken]:
        """Return the facts that are not what they were; worked out once a form."""
        if not hasattr(record, "_overtaken"):
            found = basis.overtaken([record], timezone.now())
            record._overtaken = found.get(record, [])
        overtaken: list[basis.Overtaken] = record._overtaken
        return overtaken

    @admin.display(description=_("since the summary was saved"))
    def basis_now(self, record: Any) -> str:
        """Each fact that is not what it was, and what became of it."""
        rows = (
            (link_to(each.fact) if each.fact else each.address, each.since.label)
            for each in self._overtaken(record)
        )
        items = format_html_join("", "<li>{} – {}</li>", rows)
        return format_html("<ul>{}</ul>", items)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        """Note what the facts say, if the summary was written or read again."""
        super().save_related(request, form, formsets, change)
        again = form.cleaned_data.get("basis_holds")
        if again or not change or basis.SAID_BY & {*form.changed_data}:
            basis.note([form.instance])
