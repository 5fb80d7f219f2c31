"""Partners in programmes, told in groups: still open, ended, and without a date.

That no end is on record is not that it goes on: each row says to which day it is on
record.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .dates import PartialDate, display, display_range
from .evidence import Evidence
from .extents import Extent, of_participation
from .models import Participation
from .standing import extent_in_words


@dataclass(frozen=True, slots=True)
class Taken:
    """A part in a programme: when, why it ended, and to which day it is on record."""

    participation: Participation
    extent: Extent
    when: str
    notes: list[str]

    @property
    def in_words(self) -> str:
        """All of it in one line."""
        words = extent_in_words(self.extent)
        return ", ".join((words, *self.notes)) if self.extent.over else words


@dataclass(frozen=True, slots=True)
class Group:
    """Parts in programmes under one title; `key` names it in an address."""

    key: str
    title: str
    taken: list[Taken]


def taken(
    participations: Iterable[Participation], evidence: Evidence, day: datetime.date
) -> list[Taken]:
    """Tell of each part in a programme how far it is on record on `day`."""
    return [_taken(each, evidence, day) for each in participations]


def groups(parts: Iterable[Taken]) -> list[Group]:
    """Group parts in programmes by what is known of their end; leave out the empty."""
    open_, ended, undated = [], [], []
    for each in parts:
        if each.extent.over:
            ended.append(each)
        elif each.participation.since or each.participation.until:
            open_.append(each)
        else:
            undated.append(each)
    found = (
        Group("open", _("No end on record so far"), open_),
        Group("ended", _("Ended"), ended),
        Group("undated", _("Date not known"), undated),
    )
    return [group for group in found if group.taken]


def _taken(
    participation: Participation, evidence: Evidence, day: datetime.date
) -> Taken:
    dates = [
        each.source.dated
        for each in evidence.about(participation)
        if not evidence.disputed_by(participation, each.source)
    ]
    extent = of_participation(participation, dates, day)
    notes = []
    if extent.over:
        when = display_range(extent.start, extent.ended)
        notes = [_why(participation, extent.ended)]
    else:
        until = participation.until
        when = display_range(extent.start, until) if extent.start or until else ""
        if extent.proven and extent.proven != extent.start:
            notes = [_("on record to %(day)s") % {"day": display(extent.proven)}]
    return Taken(
        participation, extent, when or _("not known"), list(filter(None, notes))
    )


def _why(participation: Participation, ended: PartialDate | None) -> str:
    """Tell what ended it, where no source gives an end of the part itself."""
    if ended == participation.until:
        return ""
    if ended == participation.programme.until:
        return _("at the latest: the programme ended")
    return _("at the latest: the partner became an Ally")
