"""How editors' forms show links and dates, and what they check before saving."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib.admin.widgets import (
    AdminSplitDateTime,
    AdminTextInputWidget,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import UniqueConstraint
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .. import gate
from ..dates import DAY_EXAMPLES, EXAMPLES, NOT_A_DAY, DayField, PartialDateField

if TYPE_CHECKING:
    from django.contrib.admin.options import BaseModelAdmin
else:
    # At run time the classes below stand before an admin or an inline.
    BaseModelAdmin = object


def numbers_only(values: Iterable[Any]) -> list[str]:
    """Keep what can be a primary key: an address may carry anything."""
    return [
        text
        for text in map(str, values)
        if text.isascii() and text.isdecimal() and len(text) < 19
    ]


# Gives the search boxes their fields' names, for screen readers.
BOX_NAMES = forms.Media(js=("js/admin-link-names.js",))


class RecordSelect(AutocompleteSelect):
    """A link to one record, which needs no query where its name is known already.

    The stock widget asks for the name of the chosen record, once a field of each
    row of an inline.
    """

    known: dict[str, str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Know no name yet."""
        super().__init__(*args, **kwargs)
        self.known = {}

    @property
    def media(self) -> forms.Media:
        """Load the names of the boxes too."""
        return super().media + BOX_NAMES

    def optgroups(
        self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None
    ) -> list[Any]:
        """Offer the chosen record; ignore a choice that is no number."""
        chosen = numbers_only(value)
        if not chosen or chosen[0] not in self.known:
            return super().optgroups(name, chosen, attr)
        options = [self.create_option(name, chosen[0], self.known[chosen[0]], True, 1)]
        if not self.is_required:
            options.insert(0, self.create_option(name, "", "", False, 0))
        return [(None, options, 0)]


class RecordSelectMultiple(AutocompleteSelectMultiple):
    """Links to several records."""

    @property
    def media(self) -> forms.Media:
        """Load the names of the boxes too."""
        return super().media + BOX_NAMES

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Leave out the button that removes all: it stands in a list as no item."""
        return super().build_attrs(base_attrs, extra_attrs) | {
            "data-allow-clear": "false"
        }

    def optgroups(
        self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None
    ) -> list[Any]:
        """Offer the chosen records; ignore a choice that is no number."""
        return super().optgroups(name, numbers_only(value), attr)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Drop what can't be a record, which the database could not be asked for."""
        return numbers_only(super().value_from_datadict(data, files, name) or ())


class DayAndTime(AdminSplitDateTime):
    """A day and a time, each with a name that a screen reader can say."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Name the two inputs, which stand under one label."""
        super().__init__(attrs)
        self.widgets[0].attrs["aria-label"] = _("Day")
        self.widgets[1].attrs["aria-label"] = _("Time")


NOT_A_TIME = _("Type the time in the 24-hour form, such as 18:30.")


class DayAndTimeField(forms.SplitDateTimeField):
    """A day as `DayField` reads it, and a time of that day."""

    default_error_messages = {"invalid_date": NOT_A_DAY, "invalid_time": NOT_A_TIME}

    def __init__(self, **kwargs: Any) -> None:
        """Read each of the two inputs; Django's class would make them itself."""
        time = forms.TimeField(error_messages={"invalid": NOT_A_TIME})
        forms.MultiValueField.__init__(self, (DayField(), time), **kwargs)


NEEDS_SOURCE = _(
    "Publishing needs at least one citation of a source that the public sees: cite "
    "one, or save this as a draft."
)
LEFT_WITHOUT = _(
    "These are published and would be left without a source that the public sees: "
    "%(names)s. Cite another source first, or withdraw them."
)


class RecordForm(forms.ModelForm):
    """The form of a record or of a part of one.

    The database's constraints are checked on all columns of a stored row, even on
    those that the form doesn't show; otherwise saving would break on them. `refusal`
    is what the gate said when the form was about to be saved, if it refused.
    """

    refusal: gate.NotPublic | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Tell the links the names that are loaded already."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = field.widget
            if isinstance(widget, RelatedFieldWidgetWrapper):
                widget = widget.widget
            related = self.instance._state.fields_cache.get(name)
            if isinstance(widget, RecordSelect) and related is not None:
                widget.known = {str(related.pk): str(related)}

    def clean(self) -> dict[str, Any] | None:
        """Refuse to move a part, and say what the gate refused."""
        cleaned = super().clean()
        if self.refusal is not None:
            self.add_error(*self.gate_error(self.refusal))
        owner = getattr(self.instance, "owner_field", "")
        if self.instance.pk and owner in self.fields and owner in self.changed_data:
            self.add_error(
                owner,
                _("A part stays with its record: remove it here and add it there."),
            )
        return cleaned

    def gate_error(self, refusal: gate.NotPublic) -> tuple[str | None, Any]:
        """Return the field on which to say what the gate refused, and the words."""
        if isinstance(self.instance, gate.GATED):
            return "status" if "status" in self.fields else None, NEEDS_SOURCE
        # Of a part, the status is another one: how a partner stands in a framework.
        names = ", ".join(str(record) for record in refusal.records)
        return None, ValidationError(LEFT_WITHOUT, params={"names": names})

    def validate_unique(self) -> None:
        """Check what Django's forms leave out; what no field shows stands on top."""
        super().validate_unique()
        if self.errors:
            return
        exclude = self._get_validation_exclusions()  # type: ignore[attr-defined]
        if self.instance.pk:
            columns = {field.name for field in self.instance._meta.concrete_fields}
            exclude -= columns - set(self.fields)
        try:
            self.instance.validate_constraints(exclude=exclude)
        except ValidationError as error:
            for name, messages in error.update_error_dict({}).items():
                self.add_error(name if name in self.fields else None, messages)


NEW = object()
TWICE = _("Two of these are the same: correct or remove one.")


def _unique_constraints(model: Any) -> Iterator[UniqueConstraint]:
    for constraint in model._meta.constraints:
        # Nobody types a lasting name: saving makes it, and sees to it that it is one.
        if isinstance(constraint, UniqueConstraint) and "ref" not in constraint.fields:
            yield constraint


def _stored(record: models.Model, name: str) -> Any:
    """Return what the column will hold: '' for no date, and a link's number.

    A linked record that is new itself has no number yet: `NEW` stands for it.
    """
    field = record._meta.get_field(name)
    if isinstance(field, models.ForeignKey):
        number = getattr(record, field.attname)
        linked = record._state.fields_cache.get(name)
        return NEW if number is None and linked is not None else number
    value = getattr(record, name)
    return str(value or "") if isinstance(field, PartialDateField) else value


def _applies(constraint: UniqueConstraint, record: models.Model) -> bool:
    """Tell whether the condition of the constraint, if any, holds for the row."""
    if constraint.condition is None:
        return True
    for child in constraint.condition.children:
        path, wanted = cast(tuple[str, Any], child)
        name, _separator, lookup = path.partition("__")
        value = _stored(record, name)
        holds = {
            "": value == wanted,
            "in": lookup == "in" and value in wanted,
            "isnull": (value is None) is wanted,
        }
        if not holds[lookup]:
            return False
    return True


def unique_values(
    constraint: UniqueConstraint, record: models.Model
) -> tuple[Any, ...] | None:
    """Return the values that only one row may have; None if that doesn't apply."""
    values = tuple(_stored(record, name) for name in constraint.fields)
    return values if None not in values and _applies(constraint, record) else None


class PartFormSet(BaseInlineFormSet):
    """The parts of one record.

    Each row is checked by itself against what is stored; this one checks the rows
    of one submission against each other.
    """

    def kept_forms(self) -> list[Any]:
        """Return the rows that will be there after saving."""
        return [
            form
            for form in self.initial_forms + self.extra_forms
            if (form.instance.pk or form.has_changed())
            and not (
                self.can_delete and self._should_delete_form(form)  # type: ignore[attr-defined]
            )
        ]

    def clean(self) -> None:
        """Refuse two rows that the database would not keep side by side."""
        kept = [form for form in self.kept_forms() if form.is_valid()]
        for constraint in _unique_constraints(self.model):
            seen = set()
            for form in kept:
                values = unique_values(constraint, form.instance)
                if values is None:
                    continue
                if values in seen:
                    form.add_error(None, constraint.violation_error_message)
                    raise ValidationError(TWICE)
                seen.add(values)
        super().clean()


class EditorsFields(BaseModelAdmin):
    """How a field is edited, in a form of its own and in a row of another form."""

    formfield_overrides = {
        models.DateField: {"form_class": DayField},
        models.DateTimeField: {"form_class": DayAndTimeField, "widget": DayAndTime},
    }

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Explain dates by examples; offer no deletion beside a link."""
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, PartialDateField):
            field.widget = AdminTextInputWidget({"class": "vTextField partial-date"})
            field.widget.attrs |= field.widget_attrs(field.widget)
            if db_field.help_text:
                field.help_text = format_lazy("{} {}", db_field.help_text, EXAMPLES)
        if field and isinstance(db_field, models.DateField):
            field.help_text = format_lazy("{} {}", db_field.help_text, DAY_EXAMPLES)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
        return field

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Search the record to link to; its name costs no query if it is loaded."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = RecordSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Search the records to link to."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = RecordSelectMultiple(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_field_queryset(self, db: Any, db_field: Any, request: HttpRequest) -> Any:
        """Load what the names of linked records are made of with them."""
        queryset = super().get_field_queryset(db, db_field, request)
        model = db_field.remote_field.model
        if queryset is None:
            queryset = model._default_manager.all()
        return queryset.select_related(*named_through(model))


def named_through(model: Any) -> tuple[str, ...]:
    """Return the relations that the name of a record is made of."""
    return getattr(model, "for_link", ())


def names_of(model: type[models.Model], links: Iterable[str]) -> list[str]:
    """Return the paths that load a record's name, and those of its `links`."""
    paths = list(named_through(model))
    for link in links:
        field: Any = model._meta.get_field(link)
        if field.many_to_many:
            continue
        paths.append(link)
        paths += [f"{link}__{path}" for path in named_through(field.related_model)]
    return paths
