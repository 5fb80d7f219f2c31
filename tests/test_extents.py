"""How far something is on record: no claim reaches further than its evidence."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from partnerships.dates import PartialDate
from partnerships.extents import Extent, of_agreement, of_participation
from partnerships.reading import Reading
from partnerships.standing import extent_in_words
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = date(2025, 12, 1)
READING = Reading(datetime.combine(TODAY, time(), UTC), TODAY)


def day(text: str) -> PartialDate:
    return PartialDate.fromisoformat(text)


def agreement(**values) -> Any:
    """How far an agreement is on record; a binding one, unless its nature is given."""
    return of_agreement(make.make_agreement(**{"nature": "binding"} | values), READING)


@pytest.mark.parametrize(
    ("values", "proven", "to_this_day", "may_last", "words"),
    [
        (
            {"signed": "2013", "runs_until": "2027"},
            "2025-12-01", True, False, "since 2013",
        ),
        (
            {"nature": "programme", "kind": "anp", "signed": "2025-03-01"},
            "2025-12-01", True, False, "since 1 March 2025",
        ),
        (
            {"signed": "2013", "confirmed": "2025-12-01"},
            "2025-12-01", True, False, "since 2013",
        ),
        (
            {"signed": "2013", "confirmed": "2021-06"},
            "2021-06", False, True, "since 2013, last on record June 2021",
        ),
        ({"signed": "2013"}, "2013", False, True, "since 2013, no end on record"),
        (
            {"nature": "programme", "signed": "2021", "confirmed": "2023"},
            "2023", False, False, "since 2021, last on record 2023",
        ),
        (
            {"nature": "programme", "signed": "2021"},
            "2021", False, False, "2021, nothing later on record",
        ),
    ],
)  # fmt: skip
def test_an_agreement_is_proven_to_its_newest_evidence(
    values, proven, to_this_day, may_last, words
):
    """To this day only by a term that covers it, or by a source of this day."""
    found = agreement(**values)
    assert found.proven == day(proven)
    assert found.to_this_day is to_this_day
    assert (found.may_last_to == TODAY) is may_last
    assert not found.over
    assert extent_in_words(found) == words


@pytest.mark.parametrize(
    ("values", "ended", "words"),
    [
        ({"signed": "2013", "ended": "2019"}, "2019", "2013–2019"),
        ({"signed": "2013", "runs_until": "2019"}, "2019", "2013–2019"),
        (
            {"nature": "programme", "kind": "ipap", "signed": "2013"},
            "2015", "2013–2015",
        ),
    ],
)  # fmt: skip
def test_what_is_over_reaches_its_end_and_no_further(values, ended, words):
    found = agreement(**values)
    assert found.over
    assert found.ended == found.proven == day(ended)
    assert found.may_last_to is None
    assert extent_in_words(found) == words


def test_what_was_superseded_ends_with_its_successor():
    later = make.make_agreement(signed="2021")
    found = agreement(partner=later.partner, signed="2013", superseded_by=later)
    assert (found.over, found.ended) == (True, day("2021"))


def test_what_was_superseded_on_an_unknown_day_is_over_without_an_end():
    """Its bar stops where the evidence does, and the words say why."""
    later = make.make_agreement()
    found = agreement(partner=later.partner, signed="2013", superseded_by=later)
    assert (found.over, found.ended, found.proven) == (True, None, day("2013"))
    assert extent_in_words(found) == "2013, the day of its end not on record"


def test_a_programme_of_a_partner_ends_with_its_accession():
    partner = make.make_partner(country=make.make_country(ally_since="2023-04-04"))
    found = agreement(partner=partner, nature="programme", signed="2021")
    assert (found.over, found.ended) == (True, day("2023-04-04"))


@pytest.mark.parametrize("nature", ["political", "decision", "accession"])
def test_what_was_adopted_lasts_no_time(nature):
    """It has a date and no bar."""
    assert agreement(nature=nature, signed="2013") is None


def test_nothing_lasts_into_the_suspension_of_cooperation():
    """A binding text may have gone on until then."""
    affiliation = make.make_affiliation(status="suspended", since="2014-04-01")
    partner = affiliation.partner
    found = agreement(partner=partner, signed="1994")
    assert found.may_last_to == date(2014, 4, 1)
    assert agreement(partner=partner, nature="programme").may_last_to is None


def part(evidence=(), **values) -> Extent:
    """How far a part in a programme is on record."""
    dates = [day(text) if text else None for text in evidence]
    return of_participation(make.make_participation(**values), dates, TODAY)


@pytest.mark.parametrize(
    ("evidence", "proven", "to_this_day", "words"),
    [
        ([], "2013", False, "since 2013, no end on record"),
        ([None, "2019", "2021-05"], "2021-05", False,
         "since 2013, last on record May 2021"),
        (["2011"], "2013", False, "since 2013, no end on record"),
        (["2025-12-01"], "2025-12-01", True, "since 2013"),
        (["2025"], "2025", False, "since 2013, last on record 2025"),
    ],
)  # fmt: skip
def test_a_part_is_proven_to_its_newest_source(evidence, proven, to_this_day, words):
    """A vague date proves to its earliest day; an undated source proves nothing."""
    found = part(evidence, since="2013")
    assert (found.proven, found.to_this_day) == (day(proven), to_this_day)
    assert extent_in_words(found) == words
    assert found.may_last_to == (None if to_this_day else TODAY)


@pytest.mark.parametrize(
    ("own", "programme", "accession", "ended"),
    [
        ("2004", "1996-12", "", "1996-12"),
        ("", "1996-12-20", "", "1996-12-20"),
        ("", "", "2023-04-04", "2023-04-04"),
        ("2010", "2014", "2023-04-04", "2010"),
    ],
)
def test_a_part_ends_with_itself_its_programme_or_accession(
    own, programme, accession, ended
):
    """Whichever was first: no later source makes it last longer."""
    country = make.make_country(ally_since=accession)
    found = part(
        ["2025-06-01"],
        partner=make.make_partner(country=country),
        programme=make.make_programme(until=programme),
        since="1996",
        until=own,
    )
    assert found.over
    assert found.ended == found.proven == day(ended)
    assert found.may_last_to is None


def test_an_end_that_has_not_come_is_no_end():
    found = part(programme=make.make_programme(until="2030"), since="2013")
    assert not found.over
    assert found.may_last_to == TODAY
