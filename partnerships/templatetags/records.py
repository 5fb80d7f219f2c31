"""How a record is written on a page: its text, dates, sources and flag."""

import datetime
from typing import Any

from django import template
from django.template.defaultfilters import capfirst
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..dates import AS_OF, ON, PartialDate, display, display_range, lead_in
from ..disagreements import Disagreement
from ..evidence import Cited, Evidence, dispute_in_words
from ..flags import flag_file
from ..glossary import Explainer
from ..models import ABBREVIATED, Agreement, Appointment, Citation, Country, Record
from ..offices import belonging as words_of_belonging
from ..prose import to_html, to_text
from ..translation import Wording, is_translated, wording

register = template.Library()
register.filter("markdown", to_html)
register.filter("plain", to_text)


def _marked(text: SafeString | str, language: str) -> SafeString:
    """Mark text that is in another language than the page."""
    if not language or language == (get_language() or "")[:2]:
        return conditional_escape(text)
    return format_html('<span lang="{}">{}</span>', language, text)


@register.simple_tag
def text(record: Record, name: str) -> SafeString:
    """Write a field in three languages, marked where English stands in."""
    words = wording(record, name)
    return _marked(words.text, words.language)


@register.simple_tag(takes_context=True)
def explained(context: template.Context, record: Record, name: str) -> SafeString:
    """Write a field in three languages, with its first acronyms explained.

    For running text only: the explanations are links, which can't stand in one.
    """
    words = wording(record, name)
    explainer: Explainer | None = context.get("explainer")
    if explainer is None:
        return _marked(words.text, words.language)
    return _marked(explainer.explain(words.text), words.language)


@register.filter
def said(words: Wording) -> SafeString:
    """Write words together with the language that they are in."""
    return _marked(words.text, words.language)


@register.filter
def heading(record: Record) -> SafeString:
    """Write the words of a link to a record, marked where English stands in."""
    words = record.heading
    for name in ("title", "name"):
        if is_translated(type(record), name):
            named = wording(record, name)
            if named.text == words:
                return said(named)
    return conditional_escape(words)


@register.filter
def short_name(agreement: Agreement) -> SafeString:
    """Write an agreement's abbreviation, or its title marked with its language."""
    if agreement.kind in ABBREVIATED:
        return conditional_escape(agreement.short_name)
    return said(wording(agreement, "title"))


@register.simple_tag
def belonging(office: Appointment, country_shown: bool = False) -> SafeString | str:
    """Write whose office it is, where neither it nor the country beside it says so."""
    words = words_of_belonging(office, country_shown=bool(country_shown))
    return said(words) if words else ""


@register.filter
def sentence(value: Any) -> Any:
    """Begin with a capital letter, as the first words of a line do."""
    if isinstance(value, Wording):
        return Wording(capfirst(value.text), value.language)
    return capfirst(str(value))


@register.filter
def when(value: PartialDate | datetime.date | None) -> SafeString | str:
    """Write a partial date or a day in words, readable by machines too."""
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        value = PartialDate.of(value)
    return format_html('<time datetime="{}">{}</time>', str(value), display(value))


@register.filter
def on(value: PartialDate | datetime.date | None) -> SafeString | str:
    """Write a date as it follows a verb: 'in 2013', 'le 8 décembre 2021'."""
    return _led_in(ON, value)


@register.filter
def as_of(value: PartialDate | None) -> SafeString | str:
    """Write the date of a fact that changes: 'as of 2024', 'au 16 octobre 2023'."""
    return _led_in(AS_OF, value)


def _led_in(
    words: dict[str, tuple[str, str]], value: PartialDate | datetime.date | None
) -> SafeString | str:
    if isinstance(value, datetime.date):
        value = PartialDate.of(value)
    return format_html("{}{}", lead_in(words, value), when(value)) if value else ""


@register.filter
def figure(number: int) -> str:
    """Write a count in figures, grouped as the language of the page does.

    With narrow no-break spaces: French from 1 000, Spanish from 10 000; English runs
    them together. A year is no count.
    """
    least = GROUPED_FROM.get((get_language() or "")[:2])
    if least is None or number < least:
        return str(number)
    return f"{number:,}".replace(",", "\u202f")


GROUPED_FROM = {"fr": 1_000, "es": 10_000}


@register.simple_tag
def dates(start: PartialDate | None, end: PartialDate | None) -> SafeString | str:
    """Write when something happened: one date, or from start to end."""
    if end is None or start is None:
        return when(start or end)
    return display_range(start, end)


@register.simple_tag
def period(since: PartialDate | None, until: PartialDate | None) -> str:
    """Write how long something holds: 'since 2013', '2013–2015', 'until 2015'."""
    return display_range(since, until)


@register.simple_tag
def flag(country: Country, *, in_title: bool = False) -> SafeString:
    """Draw the flag, small, if there is one; the name always stands beside it."""
    file = flag_file(country)
    if file is None:
        return SafeString("")
    return format_html(
        '<img class="{}" src="{}" alt="" width="20" height="15">',
        "flag" if in_title else "flag flag--inline",
        static(file),
    )


def _links(
    context: template.Context, cited: list[Cited], record: Record | None = None
) -> SafeString:
    """Write numbers that lead to the list of sources.

    Of a record, `record`, each says for what its source gives another value.
    """
    return format_html_join(
        ", ",
        '<a href="#source-{0}"{1} aria-label="{2}">{0}{3}</a>',
        (
            (
                each.number,
                _first_reference(context, each.number),
                _name(context, each, record),
                "≠" if record and _remark(context, each, record) else "",
            )
            for each in cited
        ),
    )


def _name(context: template.Context, cited: Cited, record: Record | None) -> str:
    name = _("Source %(number)s") % {"number": cited.number}
    remark = _remark(context, cited, record) if record else ""
    return f"{name}, {remark}" if remark else name


def _remark(context: template.Context, cited: Cited, record: Record) -> str:
    fields = context["evidence"].disputed_by(record, cited.source)
    return dispute_in_words(type(record), fields)


def _references(context: template.Context, cited: list[Cited]) -> SafeString:
    if not cited:
        return SafeString("")
    # The hair space keeps a number apart from a figure before it when it is copied.
    return format_html('<sup class="cite">\u200a{}</sup>', _links(context, cited))


def _first_reference(context: template.Context, number: int) -> SafeString:
    """Name the first reference to each source, so that the list can lead back."""
    seen: set[int] = context["evidence"].referred
    if number in seen:
        return SafeString("")
    seen.add(number)
    return format_html(' id="cite-{}"', number)


@register.simple_tag(takes_context=True)
def cite(context: template.Context, record: Record, *fields: str) -> SafeString:
    """Refer to the sources behind these fields of a record by their numbers.

    On the record's own page each field stands for itself; anywhere else the record is
    a row, in which no number stands twice. Without fields, as `cite_row`.
    """
    if not fields:
        return cite_row(context, record)
    in_row = record != context.get("object")
    evidence: Evidence = context["evidence"]
    return _references(context, evidence.behind(record, *fields, in_row=in_row))


@register.simple_tag(takes_context=True)
def cite_row(context: template.Context, record: Record) -> SafeString:
    """End the row of a record: refer to those of its sources that are left."""
    left = context["evidence"].others(record)
    if not left:
        return SafeString("")
    return format_html(
        ' <span class="cite cite--row" role="group" aria-label="{}">[{}]</span>',
        _("Sources for this entry"),
        _links(context, left, record),
    )


@register.simple_tag(takes_context=True)
def other_sources(
    context: template.Context, record: Record, later: str = ""
) -> list[tuple[SafeString, str]]:
    """Return the other sources of a page's own record, each with what it disputes.

    A field that the page shows after them, `later`, keeps its own.
    """
    left = context["evidence"].others(record, later)
    return [(_links(context, [each]), _remark(context, each, record)) for each in left]


@register.simple_tag(takes_context=True)
def cite_these(context: template.Context, citations: list[Citation]) -> SafeString:
    """Refer to the sources of these citations by their numbers."""
    return _references(context, context["evidence"].numbers(citations))


@register.simple_tag(takes_context=True)
def disputed(context: template.Context, record: Record, *fields: str) -> SafeString:
    """Point to the disagreement about a record, or about the first of some fields."""
    found: list[Disagreement] = [
        each
        for each in context["evidence"].disagreements(record)
        if not fields or each.field in fields
    ]
    if not found:
        return SafeString("")
    # That nobody says what we say weighs more than that others differ.
    first = next((each for each in found if each.unsupported), found[0])
    words = _("no source gives this") if first.unsupported else _("sources disagree")
    return format_html(' <a class="disputed" href="#{}">{}</a>', first.anchor, words)


@register.simple_tag
def publishers(citations: list[Citation]) -> str:
    """Name who speaks in these citations, each once."""
    return "; ".join(dict.fromkeys(each.source.speaker for each in citations))
