"""Where records stand on a day: the rule in Python, and its twin in SQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from partnerships import states
from partnerships.dates import PartialDate
from partnerships.models import (
    Affiliation,
    AffiliationStatus,
    Agreement,
    AgreementKind,
    AgreementNature,
)
from partnerships.reading import Reading
from tests import factories as make

pytestmark = pytest.mark.django_db


def read_on(day: date) -> Reading:
    """Read as of a day, long after all that is published."""
    return Reading(datetime(2026, 1, 1, tzinfo=UTC), day)


def in_sql(agreement: Agreement, reading: Reading) -> str:
    """Where the database says that an agreement stands."""
    found = states.with_states(Agreement.objects.filter(pk=agreement.pk), reading)
    return str(found.get().state)


def binding(**values: Any) -> Agreement:
    """Make a binding text, of a kind that has no usual term."""
    return make.make_agreement(**{"nature": "binding"} | values)


def assert_state(agreement: Agreement, day: date, state: str) -> None:
    agreement = Agreement.objects.get(pk=agreement.pk)
    assert states.agreement_state(agreement, read_on(day)).value == state
    assert in_sql(agreement, read_on(day)) == state


@pytest.mark.parametrize(
    ("values", "day", "state"),
    [
        # A vague date proves to its earliest day, and is in doubt between its bounds.
        ({"signed": "2013-06-25"}, date(2013, 6, 24), "later"),
        ({"signed": "2013-06-25"}, date(2013, 6, 25), "in-force"),
        ({"signed": "2013-06"}, date(2013, 5, 31), "later"),
        ({"signed": "2013-06"}, date(2013, 6, 1), "possibly"),
        ({"signed": "2013-06"}, date(2013, 6, 30), "in-force"),
        ({"signed": "2013", "ended": "2019"}, date(2018, 12, 31), "in-force"),
        ({"signed": "2013", "ended": "2019"}, date(2019, 1, 1), "in-force"),
        ({"signed": "2013", "ended": "2019"}, date(2019, 1, 2), "possibly"),
        ({"signed": "2013", "ended": "2019"}, date(2020, 1, 1), "ended"),
        # The day of entry into force comes before that of signature.
        ({"signed": "2013", "in_force": "2014-02"}, date(2014, 1, 31), "signed"),
        ({"signed": "2013", "in_force": "2014-02"}, date(2014, 2, 28), "in-force"),
        # Without a start it is known from the day on which a source speaks of it.
        ({}, date(2020, 1, 1), "undated"),
        ({"confirmed": "2020"}, date(2020, 6, 1), "undated"),
        ({"confirmed": "2020"}, date(2020, 12, 31), "in-force"),
        ({"ended": "2019"}, date(2019, 12, 31), "undated"),
        ({"ended": "2019"}, date(2020, 1, 1), "ended"),
        # A binding text lasts to its term, or until a source says otherwise.
        ({"signed": "1994"}, date(2026, 1, 1), "in-force"),
        ({"signed": "2010", "runs_until": "2015-05"}, date(2015, 5, 1), "in-force"),
        ({"signed": "2010", "runs_until": "2015-05"}, date(2015, 5, 2), "possibly"),
        ({"signed": "2010", "runs_until": "2015-05"}, date(2015, 6, 1), "term-over"),
    ],
)
def test_a_binding_text_is_in_force_as_far_as_its_dates_prove(values, day, state):
    """The same in SQL and in Python."""
    assert_state(binding(**values), day, state)


@pytest.mark.parametrize(
    ("values", "day", "state"),
    [
        # Within its term, stated or usual for its kind.
        ({"kind": "itpp", "runs_until": "2028"}, date(2027, 6, 1), "in-force"),
        ({"kind": "itpp", "runs_until": "2026"}, date(2026, 6, 1), "possibly"),
        ({"kind": "itpp", "runs_until": "2024"}, date(2025, 1, 1), "term-over"),
        ({"kind": "ipcp"}, date(2022, 12, 8), "in-force"),
        ({"kind": "ipcp"}, date(2023, 12, 8), "in-force"),
        ({"kind": "ipcp"}, date(2023, 12, 9), "term-over"),
        ({"kind": "anp"}, date(2022, 12, 9), "term-over"),
        ({"kind": "ipap", "runs_until": "2030"}, date(2029, 1, 1), "in-force"),
        # Without one, up to its last confirmation.
        ({"kind": "itpp"}, date(2022, 1, 1), "last-confirmed"),
        ({"confirmed": "2025-05-12"}, date(2025, 5, 12), "in-force"),
        ({"confirmed": "2025-05-12"}, date(2025, 5, 13), "last-confirmed"),
        ({"confirmed": "2025"}, date(2025, 5, 13), "last-confirmed"),
        # A source that speaks of it after its term proves so much, and no more.
        ({"kind": "ipcp", "confirmed": "2025-02"}, date(2025, 2, 1), "in-force"),
        ({"kind": "ipcp", "confirmed": "2025-02"}, date(2025, 3, 1), "last-confirmed"),
        ({"kind": "ipcp", "confirmed": "2023"}, date(2025, 3, 1), "term-over"),
    ],
)
def test_a_programme_is_in_force_to_its_term_or_its_last_confirmation(
    values, day, state
):
    """No end on record is not "in force"."""
    programme = {"nature": "programme", "kind": "itpp", "signed": "2021-12-08"}
    assert_state(make.make_agreement(**programme | values), day, state)


@pytest.mark.parametrize("nature", ["political", "decision", "accession"])
def test_what_was_adopted_is_never_in_force(nature):
    """Whatever a source says of its validity."""
    dates = {"signed": "2013-04", "runs_until": "2030", "confirmed": "2025"}
    text = make.make_agreement(nature=nature, **dates)
    assert_state(text, date(2013, 3, 31), "later")
    assert_state(text, date(2013, 4, 1), "possibly")
    assert_state(text, date(2013, 4, 30), "adopted")
    assert_state(text, date(2026, 1, 1), "adopted")


@pytest.mark.parametrize(
    ("later", "day", "state"),
    [
        ({"signed": "2017-05-18"}, date(2017, 5, 17), "in-force"),
        ({"signed": "2017-05-18"}, date(2017, 5, 18), "superseded"),
        ({"signed": "2017-05"}, date(2017, 5, 1), "possibly"),
        ({"signed": "2017-05"}, date(2017, 5, 31), "superseded"),
        ({"signed": "2017", "in_force": "2018-03-01"}, date(2018, 2, 1), "in-force"),
        # One without a date counts, on every day on which no source says otherwise.
        ({}, date(2014, 1, 1), "superseded"),
        ({}, date(2025, 1, 1), "superseded"),
    ],
)
def test_an_agreement_is_superseded_when_the_later_one_begins(later, day, state):
    """Between the bounds of a vague start it is in doubt."""
    partner = make.make_partner()
    successor = binding(partner=partner, **later)
    agreement = binding(partner=partner, signed="2013", superseded_by=successor)
    assert_state(agreement, day, state)


def test_an_undated_successor_counts_from_the_end_that_is_on_record():
    """And not while a source still speaks of the older one."""
    partner = make.make_partner()
    successor = binding(partner=partner)
    older = {"partner": partner, "signed": "2013", "superseded_by": successor}
    ended = binding(**older, ended="2019-05-31")
    assert_state(ended, date(2019, 5, 30), "in-force")
    assert_state(ended, date(2019, 5, 31), "superseded")
    confirmed = binding(**older, confirmed="2019-05-31")
    assert_state(confirmed, date(2019, 5, 31), "in-force")
    assert_state(confirmed, date(2019, 6, 1), "superseded")


@pytest.mark.parametrize(
    ("values", "later", "end"),
    [
        ({"ended": "2019"}, {"signed": "2017"}, "2017"),
        ({"ended": "2015-05"}, {"signed": "2017"}, "2015-05"),
        ({}, {"signed": "2017", "in_force": "2018-02"}, "2018-02"),
        ({}, {}, "None"),
        ({}, None, "None"),
    ],
)
def test_an_agreement_ends_with_its_own_end_or_its_successors_start(values, later, end):
    """Whichever was first: superseded before it ended, it ended when superseded."""
    partner = make.make_partner()
    successor = None if later is None else binding(partner=partner, **later)
    agreement = binding(
        partner=partner, signed="2013", superseded_by=successor, **values
    )
    assert str(states.end(agreement, read_on(date(2025, 1, 1)))) == end


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"nature": "programme", "runs_until": "2030"}, "acceded"),
        ({"nature": "binding", "kind": "pfp-framework"}, "acceded"),
        ({"nature": "binding", "kind": "sofa"}, "in-force"),
        ({"nature": "political"}, "adopted"),
    ],
)
def test_a_partners_programmes_end_with_its_accession(values, state):
    """With its Partnership for Peace documents, and nothing else."""
    country = make.make_country(ally_since="2023-04-04")
    partner = make.make_partner(country=country)
    agreement = make.make_agreement(partner=partner, signed="1994", **values)
    assert_state(agreement, date(2023, 4, 4), state)
    assert states.agreement_state(agreement, read_on(date(2023, 4, 3))) != "acceded"


def test_no_text_of_a_suspended_partner_counts_as_in_force():
    """A status with a span of its own: the years before are as they were."""
    span = make.make_affiliation(since="1994", until="2014-04-01")
    partner = span.partner
    suspended = {"status": "suspended", "since": "2014-04-01"}
    make.make_affiliation(partner=partner, framework=span.framework, **suspended)
    text = binding(partner=partner, signed="1994")
    political = binding(partner=partner, signed="1997", nature="political")
    assert_state(text, date(2014, 3, 31), "in-force")
    assert_state(text, date(2014, 4, 1), "suspended")
    assert_state(political, date(2020, 1, 1), "adopted")


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_a_hidden_successor_changes_nothing_that_the_public_reads(status):
    """Neither the list's filter nor the words of its rows."""
    partner = make.make_partner()
    successor = binding(partner=partner, signed="2020", status=status)
    agreement = binding(partner=partner, signed="2013", superseded_by=successor)
    assert_state(agreement, date(2025, 1, 1), "in-force")
    assert states.end(agreement, read_on(date(2025, 1, 1))) is None


# Python and SQL -------------------------------------------------------------

FIRST, LAST = 2012, 2016
DATES = st.none() | st.one_of(
    st.builds(PartialDate, st.integers(FIRST, LAST)),
    st.builds(PartialDate, st.integers(FIRST, LAST), st.integers(1, 12)),
    st.dates(date(FIRST, 1, 1), date(LAST, 12, 31)).map(PartialDate.of),
    # A term that begins on a day that not every year has.
    st.just(PartialDate(2012, 2, 29)),
)
DAYS = st.dates(date(FIRST - 1, 12, 1), date(LAST + 4, 1, 31))


def near(dates: list[PartialDate | None]) -> st.SearchStrategy[date]:
    """A day on which one of these dates begins or ends, or next to it; or any day."""
    bounds = [day for each in dates if each for day in (each.earliest, each.latest)]
    if not bounds:
        return DAYS
    steps = st.integers(-1, 1).map(timedelta)
    years = st.sampled_from([0, 1, 2])
    close = st.builds(
        lambda day, years, step: _years_after(day, years) + step,
        *(st.sampled_from(bounds), years, steps),
    )
    return DAYS | close


def _years_after(day: date, years: int) -> date:
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + years, day=last)


@contextmanager
def undone() -> Iterator[None]:
    """Leave no row of an example behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def in_order(dates: list[PartialDate | None]) -> list[PartialDate | None]:
    """Put the known ones in order, and leave the gaps where they are."""
    known = sorted(filter(None, dates), key=lambda each: (each.earliest, each.latest))
    return [known.pop(0) if each else None for each in dates]


def agree_on_an_agreement(data: st.DataObject) -> None:
    # An Ally, or a partner that was suspended, or neither: no country is both.
    ally, since, until = data.draw(
        st.one_of(
            st.tuples(DATES, st.none(), st.none()),
            st.tuples(st.none(), DATES, DATES),
        )
    )
    partner = make.make_partner(
        country=make.make_country(iso_alpha2="QQ", iso_alpha3="QQQ", ally_since=ally)
    )
    if since or until:
        span = dict(zip(("since", "until"), in_order([since, until]), strict=True))
        make.make_affiliation(partner=partner, status="suspended", **span)
    # A source may speak of a text as valid after its term, and before.
    middle = data.draw(st.permutations(["confirmed", "runs_until"]))
    names = ["signed", "in_force", *middle, "ended"]
    dates = in_order([data.draw(DATES, name) for name in names])
    later: Agreement | None = None
    if data.draw(st.booleans(), "superseded"):
        signed, in_force = in_order([data.draw(DATES), data.draw(DATES)])
        assume(not (signed and dates[0] and signed.latest < dates[0].earliest))
        later = make.make_agreement(partner=partner, signed=signed, in_force=in_force)
    agreement = make.make_agreement(
        partner=partner,
        superseded_by=later,
        nature=data.draw(st.sampled_from(AgreementNature.values)),
        kind=data.draw(st.sampled_from(AgreementKind.values)),
        **dict(zip(names, dates, strict=True)),
    )
    matters = [*dates, ally, since, until]
    matters += [later.signed, later.in_force] if later else []
    agreement = Agreement.objects.get(pk=agreement.pk)
    for _ in range(4):
        reading = read_on(data.draw(near(matters), "day"))
        told = states.agreement_state(agreement, reading).value
        assert told == in_sql(agreement, reading), reading.day


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_python_and_sql_agree_on_any_agreement_on_any_day(data):
    """A list is filtered in SQL and its rows are labelled in Python."""
    with undone():
        agree_on_an_agreement(data)


# Affiliations ---------------------------------------------------------------


def agree_on_a_partner(data: st.DataObject) -> None:
    partner = make.make_partner(
        country=make.make_country(iso_alpha2="QQ", iso_alpha3="QQQ")
    )
    frameworks = [make.make_framework(), None]
    dates = in_order([data.draw(DATES) for _ in range(6)])
    # No two spans in one framework begin on one date.
    assume(len(set(dates[::2])) == 3)
    spans: list[Affiliation] = []
    for number in range(3):
        status = data.draw(st.sampled_from(AffiliationStatus.values))
        framework = frameworks[status == "in-dialogue"]
        since, until = dates[2 * number : 2 * number + 2]
        if spans and (since is None or until is None):
            # Two that nobody dates can't be told apart.
            continue
        span = Affiliation(partner=partner, framework=framework, status=status)
        span.since, span.until = since, until
        if not any(each.overlaps(span) for each in spans):
            spans.append(span)
            span.save()
    for _ in range(3):
        day = data.draw(near(dates), "day")
        told = {
            (each.pk, states.status_on(each, day).value)
            for each in states.current(spans, day)
        }
        found = states.with_status(Affiliation.objects.all(), read_on(day))
        asked = found.filter(pk__in=[each.pk for each in spans]).values_list(
            "pk", "status_then"
        )
        assert set(asked) == told, day


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_python_and_sql_agree_on_the_standing_of_any_partner(data):
    """Also where spans touch, have no start, or leave gaps between them."""
    with undone():
        agree_on_a_partner(data)
