"""What a partner's timeline shows: agreements, parts in programmes, events.

As a drawing and, in the same words, as a list.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .dates import PartialDate, display, display_range
from .extents import Extent, of_agreement
from .models import Agreement, Event, Record
from .reading import Reading
from .standing import Standing, extent_in_words
from .states import AgreementState
from .taking_part import Taken
from .timeline import Band, Bar, Dot, Drawing, Mark, draw


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list: when it began or was, what it is, and how far it is known."""

    date: PartialDate
    what: str
    record: Record
    words: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawings, the list, and how many records have no start to draw."""

    drawings: list[Drawing]
    entries: list[Entry]
    undated: int


def timeline(
    agreements: Iterable[tuple[Agreement, Standing]],
    taken: Sequence[Taken],
    events: Iterable[Event],
    reading: Reading,
) -> Timeline:
    """Arrange what is told of a partner by its dates."""
    agreements, events = list(agreements), list(events)
    dated = [
        (each.start, each, standing) for each, standing in agreements if each.start
    ]
    dated.sort(key=lambda found: found[0].earliest)
    texts, entries = [], []
    for start, agreement, standing in dated:
        extent, first = of_agreement(agreement, reading), agreement.signed or start
        words = standing.words
        if extent and standing.state not in _TOLD_BY_STATE:
            words = f"{extent_in_words(extent)} ({standing.words})"
        texts.append(_drawn(agreement, first, standing, extent, words))
        entries.append(Entry(first, _("Agreement"), agreement, words))
    parts = [each for each in taken if each.extent.start]
    for each in parts:
        part = each.participation
        role = part.get_role_display()
        entries.append(Entry(part.since, role, part.programme, each.in_words))
    entries += [Entry(each.date, each.get_kind_display(), each) for each in events]
    lines = [
        _bar(
            each.participation.programme.name,
            each.extent,
            "participation",
            each.in_words,
        )
        for each in parts
    ]
    bands = [Band(_("Agreements"), texts), Band(_("Programmes and operations"), lines)]
    dots = [Dot(f"{display(each.date)}: {each.title}", each.date) for each in events]
    return Timeline(
        draw(bands, _("Events"), dots, reading.day),
        sorted(entries, key=lambda entry: entry.date),
        len(agreements) - len(dated) + len(taken) - len(parts),
    )


# Nothing of how long these lasted is to be told beside their state.
_TOLD_BY_STATE = (AgreementState.SIGNED, AgreementState.LATER)


def _drawn(
    agreement: Agreement,
    first: PartialDate,
    standing: Standing,
    extent: Extent | None,
    words: str,
) -> Bar | Mark:
    """Draw an agreement as a bar, or as a mark where it has only a date."""
    label = agreement.short_name
    if extent is None or standing.state == AgreementState.LATER:
        words = f"{label}, {display(first)} ({standing.words})"
        return Mark(label, first, str(first.year), words)
    pending = agreement.signed if agreement.in_force else None
    return _bar(label, extent, "agreement", words, pending)


def _bar(
    label: str,
    extent: Extent,
    kind: str,
    words: str,
    pending_from: PartialDate | None = None,
) -> Bar:
    """Draw what has a start, solid to its end or as far as it is proven."""
    start: Any = extent.start
    proven: Any = extent.proven
    look = "proven"
    if extent.over:
        look = "ended"
    elif extent.to_this_day:
        look = "lasting"
    return Bar(
        label=label,
        start=start,
        solid_to=max(
            extent.ended.latest if extent.ended else proven.earliest, start.latest
        ),
        faded_to=extent.may_last_to,
        look=look,
        dates=_years(extent, pending_from or start),
        words=f"{label}, {words}",
        kind=kind,
        pending_from=pending_from,
    )


def _years(extent: Extent, first: PartialDate) -> str:
    """Write its years; three dots stand for what is not on record."""
    start, last = _year(first), _year(extent.proven)
    if extent.ended:
        return display_range(start, _year(extent.ended))
    if extent.to_this_day:
        return display_range(start, None)
    return f"{display_range(start, last)}…"


def _year(date: Any) -> Any:
    return type(date)(date.year) if date else None
