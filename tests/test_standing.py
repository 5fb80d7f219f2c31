"""Where a partner stands on a day: the words of its status line."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils.translation import override

from partnerships import standing
from partnerships.models import Agreement, Partner
from partnerships.reading import Reading
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = date(2025, 12, 1)


@pytest.fixture
def global_partners():
    return make.make_framework(
        name_en="Partners across the globe",
        partner_term_en="Global partner",
        partner_term_fr="Partenaire mondial",
        partner_term_es="Socio global",
    )


@pytest.fixture
def colombia(global_partners) -> Partner:
    """A partner with two programmes, the second of which superseded the first."""
    partner = make.make_partner(slug="colombia")
    make.make_affiliation(partner=partner, framework=global_partners, since="2017-05")
    itpp = make.make_agreement(
        partner=partner, kind="itpp", signed="2021-12-06", in_force="2021-12"
    )
    make.make_agreement(
        partner=partner, kind="ipcp", signed="2017-05", superseded_by=itpp
    )
    make.make_agreement(
        partner=partner, kind="security-of-information", signed="2013-06-25"
    )
    return partner


def line(partner: Partner, day: date = TODAY) -> list[str]:
    """The words of the status line."""
    agreements = Agreement.objects.filter(partner=partner)
    reading = Reading(datetime.combine(day, time(), UTC), day)
    return [each.words for each in standing.headline(partner, agreements, reading)]


def one(day: date = TODAY, **values) -> standing.Standing:
    """How a partner with one affiliation stands."""
    affiliation = make.make_affiliation(**values)
    return standing.of_affiliation(affiliation, day)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Global partner since May 2017", "since December 2021"]),
        ("fr", ["Partenaire mondial depuis mai 2017", "depuis décembre 2021"]),
        ("es", ["Socio global desde mayo de 2017", "desde diciembre de 2021"]),
    ],
)
def test_the_line_names_the_framework_and_the_programme_in_force(
    colombia, language, words
):
    """In the language of the page, each date as exact as it is known."""
    with override(language):
        framework, programme = line(colombia)
    assert framework == words[0]
    assert programme.startswith("ITPP ")
    assert programme.endswith(words[1])


def test_the_programme_is_said_to_be_in_force(colombia):
    """With its abbreviation: a reader finds it spelt out below."""
    assert line(colombia)[1] == "ITPP in force since December 2021"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2017, 4, 30), []),
        (
            date(2018, 6, 1),
            ["Global partner since May 2017", "IPCP in force since May 2017"],
        ),
        (
            date(2021, 11, 30),
            ["Global partner since May 2017", "IPCP in force since May 2017"],
        ),
        (
            date(2021, 12, 1),
            ["Global partner since May 2017", "ITPP in force since December 2021"],
        ),
    ],
)
def test_the_line_is_as_it_stood_that_day(colombia, day, words):
    """The same records, read as of an earlier day."""
    assert line(colombia, day) == words


def test_an_agreement_that_is_no_programme_is_not_in_the_line(global_partners):
    """An agreement on secrets does not say what a partner does."""
    partner = make.make_partner()
    make.make_affiliation(partner=partner, framework=global_partners)
    make.make_agreement(partner=partner, kind="security-of-information", signed="2013")
    assert line(partner) == ["Global partner"]


def test_the_newest_programme_in_force_is_named(global_partners):
    """Where no source says that one superseded the other."""
    partner = make.make_partner()
    make.make_agreement(partner=partner, kind="itpp", signed="2021")
    make.make_agreement(partner=partner, kind="ipcp", signed="2017-05")
    assert line(partner) == ["ITPP in force since 2021"]


def test_a_framework_without_a_word_for_its_partners_stands_for_itself():
    """Its name is better than nothing."""
    framework = make.make_framework(name_en="Mediterranean Dialogue")
    assert one(framework=framework, since="1995").words == (
        "Mediterranean Dialogue since 1995"
    )


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("", "practical cooperation suspended"),
        ("2021", "practical cooperation suspended in 2021"),
        ("2021-09", "practical cooperation suspended in September 2021"),
        ("2014-04-01", "practical cooperation suspended on 1 April 2014"),
    ],
)
def test_a_suspended_partner_is_still_in_its_framework(global_partners, until, words):
    """It has not left; the line says what is suspended, and when."""
    found = one(
        framework=global_partners, status="suspended", since="1994", until=until
    )
    assert found.state == "suspended"
    assert found.words == f"Global partner since 1994; {words}"


@pytest.mark.parametrize(
    ("until", "day_before", "first_day"),
    [
        ("2014-04-01", date(2014, 3, 31), date(2014, 4, 1)),
        ("2021-11", date(2021, 10, 31), date(2021, 11, 1)),
        ("2021", date(2020, 12, 31), date(2021, 1, 1)),
    ],
)
def test_a_partner_was_active_until_the_day_on_which_that_changed(
    global_partners, until, day_before, first_day
):
    """As of the day before the first that the date can mean, nothing was suspended."""
    affiliation = make.make_affiliation(
        framework=global_partners, status="suspended", since="1994", until=until
    )
    before = standing.of_affiliation(affiliation, day_before)
    assert (before.state, before.words) == ("active", "Global partner since 1994")
    assert standing.of_affiliation(affiliation, first_day).state == "suspended"


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("1994", "2023-04-04", "Global partner 1994 – 4 April 2023"),
        ("", "2023-04-04", "Global partner until 4 April 2023"),
        ("1994", "", "Global partner"),
        ("1994", "2004", "Global partner 1994–2004"),
    ],
)
def test_a_former_partner_that_became_an_ally_says_so(
    global_partners, since, until, words
):
    """And nothing says that it still is a partner."""
    found = one(
        framework=global_partners, status="became-member", since=since, until=until
    )
    assert found.state == "became-member"
    assert found.words == f"{words}; now a member of the Alliance"


def test_an_affiliation_that_ended_says_so(global_partners):
    """Without a claim about what came after."""
    found = one(framework=global_partners, status="ended", since="1994", until="1999")
    assert (found.state, found.words) == ("ended", "Global partner 1994–1999; ended")


def test_a_country_in_dialogue_is_no_partner():
    """The line says so in as many words."""
    found = one(status="in-dialogue", since="2020")
    assert found.state == "in-dialogue"
    assert found.words == "In dialogue with NATO, not a partner"


def test_the_latest_affiliation_comes_first():
    """One that began on an unknown day comes last."""
    partner = make.make_partner()
    undated = make.make_affiliation(partner=partner)
    early = make.make_affiliation(partner=partner, since="1994")
    late = make.make_affiliation(partner=partner, since="2017-05")
    assert standing.affiliations(partner, TODAY) == [late, early, undated]
    assert standing.affiliations(partner, date(2000, 1, 1)) == [early, undated]


@pytest.mark.parametrize(
    ("day", "state", "words"),
    [
        (date(2021, 12, 1), "later", "Not yet signed"),
        (date(2021, 12, 6), "signed", "Signed, not yet in force"),
        (date(2022, 1, 1), "in-force", "In force"),
        (date(2023, 6, 30), "in-force", "In force"),
        (date(2023, 7, 1), "ended", "Ended"),
    ],
)
def test_an_agreement_stands_somewhere_on_each_day(day, state, words):
    """A month in which it ended is one in which it was in force."""
    agreement = make.make_agreement(
        signed="2021-12-06", in_force="2022", ended="2023-06"
    )
    reading = Reading(datetime.combine(day, time(), UTC), day)
    found = standing.of_agreement(agreement, reading)
    assert (found.state, found.words) == (state, words)


def test_no_line_calls_a_partner_a_member(colombia):
    """Being a partner is never called membership."""
    for language in ("en", "fr", "es"):
        with override(language):
            assert "memb" not in " ".join(line(colombia)).lower()
            assert "miembro" not in " ".join(line(colombia)).lower()
