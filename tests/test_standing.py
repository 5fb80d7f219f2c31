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


def one(*earlier: dict, day: date = TODAY, **values) -> standing.Standing:
    """How a partner stands by its last span in a framework, after earlier ones."""
    framework = values.pop("framework", None) or make.make_framework()
    partner = make.make_partner()
    for each in (*earlier, values):
        status = each.get("status", "active")
        make.make_affiliation(
            partner=partner,
            framework=None if status == "in-dialogue" else framework,
            **each,
        )
    ((_affiliation, found),) = standing.of_partner(partner, day)
    return found


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Global partner since May 2017"),
        ("fr", "Partenaire mondial depuis mai 2017"),
        ("es", "Socio global desde mayo de 2017"),
    ],
)
def test_the_line_names_the_framework_and_the_newest_programme(
    colombia, language, words
):
    """In the language of the page, each date as exact as it is known."""
    with override(language):
        framework, programme = line(colombia)
    assert framework == words
    assert programme.startswith("ITPP 2021")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2017, 4, 30), []),
        (
            date(2018, 6, 1),
            [
                "Global partner since May 2017",
                "IPCP 2017: In force, within its usual term",
            ],
        ),
        (date(2021, 11, 30), ["Global partner since May 2017"]),
        (
            date(2025, 12, 1),
            [
                "Global partner since May 2017",
                "ITPP 2021: No term and no later confirmation on record",
            ],
        ),
    ],
)
def test_the_line_is_as_it_stood_that_day(colombia, day, words):
    """The same records, read as of an earlier day; a term that is over is not told."""
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
    assert line(partner) == ["ITPP 2021: No term and no later confirmation on record"]


def test_a_framework_without_a_word_for_its_partners_stands_for_itself():
    """Its name is better than nothing."""
    framework = make.make_framework(name_en="Mediterranean Dialogue")
    assert one(framework=framework, since="1995").words == (
        "Mediterranean Dialogue since 1995"
    )


@pytest.mark.parametrize(
    ("language", "since", "words"),
    [
        (
            "en",
            "2021",
            "Global partner since 1994; practical cooperation suspended in 2021",
        ),
        (
            "en",
            "2021-09",
            "Global partner since 1994; "
            "practical cooperation suspended in September 2021",
        ),
        (
            "en",
            "2014-04-01",
            "Global partner since 1994; "
            "practical cooperation suspended on 1 April 2014",
        ),
        (
            "fr",
            "2014-04-01",
            "Partenaire mondial depuis 1994 ; "
            "coopération pratique suspendue le 1er avril 2014",
        ),
        (
            "es",
            "2014-04-01",
            "Socio global desde 1994; "
            "cooperación práctica suspendida el 1 de abril de 2014",
        ),
    ],
)
def test_a_suspended_partner_counts_its_time_from_the_first_span(
    global_partners, language, since, words
):
    """It has not left; the line says what is suspended, and since when."""
    active = {"since": "1994", "until": since}
    with override(language):
        found = one(active, framework=global_partners, status="suspended", since=since)
    assert (found.state, found.rule) == ("suspended", "status-suspended")
    assert found.words.replace("\xa0", " ") == words


@pytest.mark.parametrize(
    ("since", "words"),
    [
        ("", "Global partner; practical cooperation suspended"),
        ("2010", "Global partner; practical cooperation suspended in 2010"),
    ],
)
def test_a_suspension_does_not_tell_since_when_somebody_was_a_partner(
    global_partners, since, words
):
    """Where the time before it is not on record."""
    found = one(framework=global_partners, status="suspended", since=since)
    assert found.words == words


def test_who_left_and_came_back_counts_from_the_return(global_partners):
    """Malta was a partner in 1995 and 1996, and again from 2008 on."""
    left = {"since": "1995-04-26", "until": "1996-10-27"}
    found = one(left, framework=global_partners, since="2008-04-03")
    assert found.words == "Global partner since 3 April 2008"


def test_cooperation_that_is_taken_up_again_counts_from_then(global_partners):
    """Of the years before, the page tells what they were."""
    earlier = (
        {"since": "1994", "until": "2014"},
        {"since": "2014", "until": "2020-01-01", "status": "suspended"},
    )
    found = one(*earlier, framework=global_partners, since="2020-01-02")
    assert found.words == "Global partner since 2 January 2020"


@pytest.mark.parametrize(
    ("day_before", "first_day", "since"),
    [
        (date(2014, 3, 31), date(2014, 4, 1), "2014-04-01"),
        (date(2021, 10, 31), date(2021, 11, 1), "2021-11"),
        (date(2020, 12, 31), date(2021, 1, 1), "2021"),
    ],
)
def test_a_partner_was_active_until_the_day_on_which_that_changed(
    global_partners, day_before, first_day, since
):
    """As of the day before the first that the date can mean, nothing was suspended."""
    partner = make.make_partner()
    active = make.make_affiliation(
        partner=partner, framework=global_partners, since="1994", until=since
    )
    make.make_affiliation(
        partner=partner, framework=global_partners, status="suspended", since=since
    )
    ((span, before),) = standing.of_partner(partner, day_before)
    assert (span, before.state, before.words) == (
        active, "active", "Global partner since 1994"
    )  # fmt: skip
    ((_span, after),) = standing.of_partner(partner, first_day)
    assert after.state == "suspended"


@pytest.mark.parametrize(
    ("earlier", "words"),
    [
        (
            {"since": "1994", "until": "2023-04-04"},
            "Global partner 1994 – 4 April 2023",
        ),
        ({"until": "2023-04-04"}, "Global partner until 4 April 2023"),
        ({"since": "1994", "until": "2023"}, "Global partner 1994 – 4 April 2023"),
        (None, "Global partner until 4 April 2023"),
    ],
)
def test_a_former_partner_that_became_an_ally_says_so(global_partners, earlier, words):
    """And nothing says that it still is a partner."""
    spans = [earlier] if earlier else []
    found = one(
        *spans, framework=global_partners, status="became-member", since="2023-04-04"
    )
    assert found.state == "became-member"
    assert found.words == f"{words}; now a member of the Alliance"


def test_each_span_is_told_for_itself(global_partners):
    """'Suspended since 2014' does not rewrite the years before."""
    partner = make.make_partner()
    make.make_affiliation(
        partner=partner, framework=global_partners, since="1994", until="2014-04-01"
    )
    make.make_affiliation(
        partner=partner, framework=global_partners, status="suspended",
        since="2014-04-01",
    )  # fmt: skip
    make.make_affiliation(partner=partner, status="in-dialogue")

    def told(day: date) -> list[list[str]]:
        found = standing.spans_in_words(partner, day)
        return [[words for _span, words in spans] for _framework, spans in found]

    assert told(TODAY) == [
        ["Active: 1994 – 1 April 2014", "Suspended: since 1 April 2014"],
        ["In dialogue: date not known"],
    ]
    assert told(date(2000, 1, 1))[0] == ["Active: since 1994"]


def test_an_affiliation_that_ended_says_so(global_partners):
    """Without a claim about what came after."""
    found = one(framework=global_partners, since="1994", until="1999")
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

    def spans(day: date) -> list:
        return [span for span, _words in standing.of_partner(partner, day)]

    assert spans(TODAY) == [late, early, undated]
    assert spans(date(2000, 1, 1)) == [early, undated]


@pytest.mark.parametrize(
    ("day", "state", "words"),
    [
        (date(2021, 12, 1), "later", "Not yet signed"),
        (date(2021, 12, 6), "signed", "Signed, not yet in force"),
        (date(2022, 1, 1), "possibly", "Possibly in force"),
        (date(2022, 12, 31), "in-force", "In force, no end on record"),
        (date(2023, 7, 1), "ended", "Ended"),
    ],
)
def test_an_agreement_stands_somewhere_on_each_day(day, state, words):
    """What a vague date leaves open is possible, and no more."""
    agreement = make.make_agreement(
        nature="binding", signed="2021-12-06", in_force="2022", ended="2023-06"
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
