"""What a save did to the evidence: said to the editor who has just saved."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..dates import PartialDateField
from ..disagreements import CITED_AS, field_label, in_words
from ..evidence import Evidence
from ..models import Citation, Record, citable_fields
from ..reading import Reading
from ..translation import LANGUAGE_OF_RECORD, is_translated
from .deleting import change_url

# More links than this in one message are no help; the page lists them all.
LINKS_SHOWN = 8
# Where the links go in a sentence; no sentence has it.
PLACE = "\0"

Field = tuple[type[Record], int, str]
Answer = tuple[int, SafeString]


@dataclass(frozen=True, slots=True)
class Said:
    """What the sources cited for one field say of it, by the citations' numbers.

    They give the record's value, or another one, or are cited without a value; `known`
    tells whether the record has one.
    """

    known: bool

    giving: dict[int, Citation]
    disputing: dict[int, Citation]
    silent: dict[int, Citation]


@dataclass
class Before:
    """What the sources said of the fields that forms are about to change."""

    _said: dict[Field, Said] = field(default_factory=dict)

    def note(self, forms: Iterable[Any]) -> None:
        """Read what they say of the changed fields, before the forms are saved."""
        self._said |= _said(
            (type(form.instance), form.instance.pk, name)
            for form in forms
            if type(form.instance) in CITED_AS and form.instance.pk
            for name in _changed_fields(form)
        )

    def answers(self, saved: Record) -> list[Answer]:
        """Say what became of them, field by field, with levels of messages.

        `saved` is the record that was saved; a part of it is named beside its field.
        """
        found = []
        for key, now in _said(self._said).items():
            model, number, name = key
            sentences = _sentences(key, self._said[key], now)
            if not sentences:
                continue
            label = capfirst(field_label(model, name))
            if (model, number) != (type(saved), saved.pk):
                label = f"{capfirst(model._meta.verbose_name)}, {label}"
            text = format_html_join(" ", "{}", ((each,) for _level, each in sentences))
            level = max(level for level, _text in sentences)
            # Some languages set a space before the colon.
            form = _("%(field)s: %(value)s") % {"field": "{}", "value": "{}"}
            found.append((level, format_html(form, label, text)))
        return found


def _changed_fields(form: Any) -> list[str]:
    """Return the fields that a form changes and a source could speak of.

    Of a field in three languages, the text of record is what sources are compared with.
    """
    model = type(form.instance)
    names = []
    for name in citable_fields(model):
        column = f"{name}_{LANGUAGE_OF_RECORD}" if is_translated(model, name) else name
        if column in form.changed_data:
            names.append(name)
    return names


def _said(fields: Iterable[Field]) -> dict[Field, Said]:
    """Return what public sources say of stored fields, of those that any speaks of."""
    fields = list(fields)
    numbers: dict[Any, set[int]] = {}
    for model, number, _name in fields:
        numbers.setdefault(model, set()).add(number)
    stored: dict[tuple[Any, int], Record] = {
        (model, number): record
        for model, found in numbers.items()
        for number, record in model.objects.for_link().in_bulk(found).items()
    }
    if not stored:
        return {}
    evidence = Evidence.of(stored.values(), Reading.now())
    return {
        (model, number, name): _of_field(evidence, stored[model, number], name)
        for model, number, name in fields
        if (model, number) in stored
    }


def _of_field(evidence: Evidence, record: Record, name: str) -> Said:
    disputing = {
        citation.pk: citation
        for each in evidence.disagreements(record)
        if each.field == name
        for citation in each.disputing
    }
    named = [each for each in evidence.supporting(record, name) if each.field == name]
    return Said(
        known=bool(getattr(record, name)),
        giving={each.pk: each for each in named if each.value},
        disputing=disputing,
        silent={each.pk: each for each in named if not each.value},
    )


def _sentences(key: Field, before: Said, now: Said) -> list[Answer]:
    """Say what a change of a field did; nothing if no source is cited for it."""
    model, _number, name = key
    others = [c for pk, c in now.disputing.items() if pk not in before.disputing]
    agreeing = [c for pk, c in now.giving.items() if pk in before.disputing]
    found: list[Answer] = []
    if others:
        found.append((messages.WARNING, _with_links(_another(model, name), others)))
    if now.known and now.disputing and not now.giving:
        found.append(
            (messages.WARNING, format_html("{}", _("No source gives the new value.")))
        )
    if agreeing:
        found.append((messages.SUCCESS, _with_links(_agrees, agreeing)))
    if now.silent:
        found.append(
            (messages.WARNING, _with_links(_look_again, [*now.silent.values()]))
        )
    return found


def _another(model: Any, name: str) -> Callable[[int], str]:
    is_date = not is_translated(model, name) and isinstance(
        model._meta.get_field(name), PartialDateField
    )
    return _another_date if is_date else _another_value


def _another_date(count: int) -> str:
    return ngettext(
        "%(n)d source now gives another date: %(sources)s.",
        "%(n)d sources now give another date: %(sources)s.",
        count,
    )


def _another_value(count: int) -> str:
    return ngettext(
        "%(n)d source now gives another value: %(sources)s.",
        "%(n)d sources now give another value: %(sources)s.",
        count,
    )


def _agrees(count: int) -> str:
    return ngettext(
        "%(n)d source that gave another value now agrees: %(sources)s.",
        "%(n)d sources that gave another value now agree: %(sources)s.",
        count,
    )


def _look_again(count: int) -> str:
    return ngettext(
        "%(n)d source is cited for this field without what it says: look again: "
        "%(sources)s.",
        "%(n)d sources are cited for this field without what they say: look again: "
        "%(sources)s.",
        count,
    )


def _with_links(words: Callable[[int], str], citations: list[Citation]) -> SafeString:
    """Write a sentence about citations, with the way to each and what it gives."""
    links = [_link(each) for each in citations[:LINKS_SHOWN]]
    if len(citations) > LINKS_SHOWN:
        links.append(format_html("{}", "…"))
    count = len(citations)
    text = words(count) % {"n": count, "sources": PLACE}
    before, _place, after = text.partition(PLACE)
    return format_html(
        "{}{}{}",
        before,
        format_html_join("; ", "{}", ((each,) for each in links)),
        after,
    )


def _link(citation: Citation) -> SafeString:
    model = Citation.subject_models()[citation.subject_field]
    link = format_html('<a href="{}">{}</a>', change_url(citation), citation.source)
    if not citation.value:
        return link
    value = in_words(model, citation.field, citation.value).text
    return format_html("{} ({})", link, value)
