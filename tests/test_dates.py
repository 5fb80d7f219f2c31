"""The partial date keeps what its source gave, from the form to the column and back."""

import datetime
import json
import pickle

import pytest
from django.apps import apps
from django.contrib.admin.utils import display_for_field
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.writer import MigrationWriter
from django.db.models import F, Q
from django.forms import modelform_factory
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerships.dates import (
    DayField,
    Holds,
    PartialDate,
    PartialDateField,
    PartialDateFormField,
    Period,
    display,
    display_range,
    holds,
    may_hold,
    not_before,
    parse,
)
from partnerships.dates import words as date_words

LANGUAGES = ("en", "fr", "es")


def on(text):
    return PartialDate.fromisoformat(text)


@st.composite
def partial_dates(draw):
    day = draw(
        st.dates(
            min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2100, 12, 31)
        )
    )
    return on(day.isoformat()[: draw(st.sampled_from([4, 7, 10]))])


some_days = st.dates(
    min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2100, 12, 31)
)

REFUSED = [
    "05/06/2013",
    "12/05/2013",
    "05-06-2013",
    "05.06.2013",
    "5 6 2013",
    "13-5-2",
    "13-05",
    "2013-5-",
    "2013-013",
    "2013-0-1",
    "2013-5-32",
    "2013-5/2",
    "2013/05",
    "20130522",
    "spring 2013",
    "early 2005",
    "c. 2013",
    "mai",
    "May",
    "18 May",
    "31 Feb 2013",
    "29 February 1900",
    "2013-02-29",
    "2013-13",
    "2013-00",
    "2013-05-00",
    "0 May 2013",
    "32 May 2013",
    "18 May 13",
    "May 18 13",
    "May, 18 2013",
    "May,2013",
    "May 2013 18",
    "2013 May 18",
    "18,May 2013",
    "18, May 2013",
    "11st May 2013",
    "2th May 2013",
    "32nd May 2013",
    "1 st May 2013",
    "mai 18, 2013",
    "18 mai, 2013",
    "18th mai 2013",
    "le mai 2013",
    "le 18 May 2013",
    "le 18th May 2013",
    "le 18 de mayo de 2013",
    "el mayo de 2013",
    "el 18 mai 2013",
    "el 18 May, 2013",
    "18 del mayo de 2013",
    "18 de mayo de el 2013",
    "18 mai del 2013",
    "May 18 de 2013",
    "2º de mayo de 2013",
    "1º mai 2013",
    "May.. 2013",
    "mayo. 2013",
    "2er mai 2013",
    "1er May 2013",
    "1er mayo de 2013",
    "18 de June 2013",
    "mai de 2013",
    "juin. 2013",
    "ju 2013",
    "jui 2013",
    "mäy 2013",
    "２０１３",
    "٢٠١٣",
    "2013-０5",
    "１8 May 2013",
    "May ２013",
    "1899",
    "2101",
    "May 1899",
    "0000",
    "2013 2014",
    "2013–2015",
    "-2013",
    "2013\x00",
    "2013" + " " * 300 + "x",
    "",
    "   ",
]


# --- The value


@pytest.mark.parametrize(
    "text", ["2013", "2013-05", "2013-05-22", "1900", "2100-12-31"]
)
def test_a_date_is_written_as_it_was_given(text):
    assert str(on(text)) == text


@given(partial_dates())
def test_a_date_survives_its_canonical_form_and_pickling(date):
    assert on(str(date)) == date
    assert pickle.loads(pickle.dumps(date)) == date  # noqa: S301
    assert len({date, on(str(date))}) == 1


@pytest.mark.parametrize(
    "text",
    ["2013-5", "2013-02-30", "1899", "2101", "2013-05-22 ", "May 2013", "２０１３"],
)
def test_only_the_canonical_form_is_iso(text):
    with pytest.raises(ValueError, match="is not a date"):
        on(text)


@pytest.mark.parametrize(
    "parts", [(1899,), (2101,), (2013, 13), (2013, 0), (2013, 2, 29), (2013, None, 5)]
)
def test_a_date_that_the_calendar_lacks_cannot_be_made(parts):
    with pytest.raises(ValueError):
        PartialDate(*parts)


def test_a_date_cannot_be_changed():
    with pytest.raises(AttributeError):
        on("2013").month = 5


def test_a_year_sorts_before_its_months_and_a_month_before_its_days():
    texts = ["2013", "2013-05", "2013-05-22", "2013-06", "2014"]
    assert [str(date) for date in sorted(on(text) for text in reversed(texts))] == texts


@given(st.lists(partial_dates()))
def test_text_order_is_the_order_of_earliest_day_and_precision(some):
    rank = ["year", "month", "day"].index
    by_text = sorted(some, key=str)
    assert sorted(some) == by_text
    assert by_text == sorted(some, key=lambda d: (d.earliest, rank(d.precision)))


@given(partial_dates(), partial_dates())
def test_the_order_is_total(one, other):
    assert (one < other) + (one == other) + (one > other) == 1
    assert (one <= other) == (not one > other)


def test_a_date_does_not_compare_with_text():
    assert on("2013") != "2013"
    with pytest.raises(TypeError):
        on("2013") < "2014"  # noqa: B015


@given(partial_dates(), some_days)
def test_a_date_covers_the_days_between_its_bounds(date, day):
    assert date.earliest <= date.latest
    assert date.covers(date.earliest)
    assert date.covers(date.latest)
    assert date.covers(day) == day.isoformat().startswith(str(date))


def test_bounds_know_leap_years():
    assert on("2024-02").latest == datetime.date(2024, 2, 29)
    assert on("2023-02").latest == datetime.date(2023, 2, 28)
    assert on("2013").latest == datetime.date(2013, 12, 31)


@given(partial_dates(), partial_dates())
def test_agreement_is_mutual_and_means_a_common_day(one, other):
    assert one.agrees_with(other) == other.agrees_with(one)
    share_a_day = one.earliest <= other.latest and other.earliest <= one.latest
    assert one.agrees_with(other) == share_a_day


@given(some_days)
def test_a_whole_day_is_a_partial_date_too(day):
    date = PartialDate.of(day)
    assert (date.earliest, date.latest, date.precision) == (day, day, "day")


# --- The period


def period(start, end):
    return Period(*(on(text) if text else None for text in (start, end)))


# Of three years only, so that bounds meet.
near_days = st.dates(
    min_value=datetime.date(2012, 1, 1), max_value=datetime.date(2014, 12, 31)
)
near_dates = st.builds(
    lambda day, length: on(day.isoformat()[:length]),
    near_days,
    st.sampled_from([4, 7, 10]),
)


@st.composite
def periods(draw, **dates):
    """A period that the database would keep: its end is not before its start."""
    start, end = (
        draw(dates.get(name, st.none() | near_dates)) for name in ("start", "end")
    )
    if start and end and end.latest < start.earliest:
        start, end = end, start
    return Period(start, end)


@st.composite
def days_near(draw, *dates):
    """Days at the bounds of the dates and beside them, where a mistake shows."""
    bounds = [day for date in dates if date for day in (date.earliest, date.latest)]
    if not bounds or draw(st.booleans()):
        return draw(near_days)
    day = draw(st.sampled_from(bounds))
    return day + datetime.timedelta(days=draw(st.integers(-1, 1)))


@pytest.mark.parametrize(
    ("start", "end", "day", "answer"),
    [
        # Whole days: the last one is in it.
        ("2013-05-18", "2015-03-01", "2013-05-17", "no"),
        ("2013-05-18", "2015-03-01", "2013-05-18", "yes"),
        ("2013-05-18", "2015-03-01", "2015-03-01", "yes"),
        ("2013-05-18", "2015-03-01", "2015-03-02", "no"),
        # No end on record: it lasts.
        ("2013-05-18", "", "2099-01-01", "yes"),
        # A vague start proves from its last day on.
        ("2013", "", "2012-12-31", "no"),
        ("2013", "", "2013-01-01", "possibly"),
        ("2013", "", "2013-12-30", "possibly"),
        ("2013", "", "2013-12-31", "yes"),
        ("2013-02", "", "2013-02-28", "yes"),
        # A vague end proves to its first day.
        ("2013", "2015-03", "2015-03-01", "yes"),
        ("2013", "2015-03", "2015-03-02", "possibly"),
        ("2013", "2015-03", "2015-03-31", "possibly"),
        ("2013", "2015-03", "2015-04-01", "no"),
        # No start: possibly begun on any day, and never surely.
        ("", "2015-03", "1950-01-01", "possibly"),
        ("", "2015-03", "2015-03-31", "possibly"),
        ("", "2015-03", "2015-04-01", "no"),
        ("", "", "2013-05-18", "possibly"),
        # One vague date.
        ("2013", "2013", "2013-05-18", "possibly"),
        ("2013", "2013", "2014-01-01", "no"),
    ],
)
def test_a_period_holds_on_a_day_as_far_as_its_dates_prove(start, end, day, answer):
    held = period(start, end).holds(datetime.date.fromisoformat(day))
    assert held is Holds(answer)
    assert f"{held}" == answer


@pytest.mark.parametrize(
    ("office", "date", "may", "surely"),
    [
        (("2010", "2015"), "2013", True, True),
        (("2010", ""), "2013", True, True),
        (("2013", "2015"), "2013", True, False),
        (("2010", "2013-03"), "2013", True, False),
        (("2013-03-01", "2013-03-31"), "2013", True, False),
        (("2013", "2015"), "2013-12-31", True, True),
        (("2013", "2015"), "2012", False, False),
        (("2010", "2012-11"), "2012-12-01", False, False),
        (("", "2015"), "2013", True, False),
        (("", "2012"), "2013", False, False),
    ],
)
def test_an_office_may_meet_a_vague_date_and_surely_does_if_all_of_it_is_within(
    office, date, may, surely
):
    office, event = period(*office), Period(on(date), on(date))
    assert office.may_meet(event) == event.may_meet(office) == may
    assert office.surely_meets(event) == event.surely_meets(office) == surely


@given(st.data(), periods())
def test_a_whole_day_meets_a_period_as_the_period_holds_on_it(data, some):
    day = data.draw(days_near(some.start, some.end))
    alone = Period(PartialDate.of(day), PartialDate.of(day))
    assert some.may_meet(alone) == (some.holds(day) is not Holds.NO)
    assert some.surely_meets(alone) == (some.holds(day) is Holds.YES)


@given(periods(), periods())
def test_periods_may_meet_if_a_day_possibly_lies_in_both(one, other):
    # If there is such a day, then the later of the first days is one.
    firsts = [each.start.earliest for each in (one, other) if each.start]
    day = max(firsts, default=datetime.date(1900, 1, 1))
    in_both = Holds.NO not in (one.holds(day), other.holds(day))
    assert one.may_meet(other) == in_both


@given(st.data(), periods(start=near_dates), periods(start=near_dates))
def test_periods_surely_meet_whatever_days_their_dates_mean(data, one, other):
    def exact(some):
        """Choose a first and a last day that the dates can mean, in order."""
        last = some.end.latest if some.end else datetime.date.max
        start = data.draw(st.dates(some.start.earliest, min(some.start.latest, last)))
        if some.end is None:
            return start, last
        return start, data.draw(st.dates(max(start, some.end.earliest), last))

    (start, end), (other_start, other_end) = exact(one), exact(other)
    meet = start <= other_end and other_start <= end
    assert meet or not one.surely_meets(other)
    assert one.may_meet(other) or not meet


# --- Words


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("2013", "en", "2013"),
        ("2013-05", "en", "May 2013"),
        ("2013-05-18", "en", "18 May 2013"),
        ("2013-05", "fr", "mai 2013"),
        ("2013-05-01", "fr", "1er mai 2013"),
        ("2013-08-02", "fr", "2 août 2013"),
        ("2013-05", "es", "mayo de 2013"),
        ("2013-05-18", "es", "18 de mayo de 2013"),
        ("2013-05-01", "es", "1 de mayo de 2013"),
        ("2013-05", "fr-ca", "mai 2013"),
        ("2013-05", "de", "May 2013"),
    ],
)
def test_a_date_is_shown_in_words_as_precisely_as_it_is_known(text, language, words):
    assert display(on(text), language) == words


def test_words_follow_the_language_of_the_page():
    with translation.override("fr"):
        assert display(on("2013-02")) == "février 2013"
    with translation.override(None):
        assert display(on("2013-02")) == "February 2013"


def test_no_date_has_no_words():
    assert display(None) == ""
    assert display_range(None, None) == ""


@pytest.mark.parametrize(
    ("start", "end", "language", "words"),
    [
        ("2013-05-18", "2013-05-20", "en", "18–20 May 2013"),
        ("2013-05-30", "2013-06-02", "en", "30 May – 2 June 2013"),
        ("2013-12-30", "2014-01-02", "en", "30 December 2013 – 2 January 2014"),
        ("2013-05-18", "2014-05-18", "en", "18 May 2013 – 18 May 2014"),
        ("2013-05-18", "2013-06-18", "en", "18 May – 18 June 2013"),
        ("2013", "2015", "en", "2013–2015"),
        ("2013-05", "2013-07", "en", "May–July 2013"),
        ("2013-05", "2014-05", "en", "May 2013 – May 2014"),
        ("2013-05", "2015", "en", "May 2013 – 2015"),
        ("2013", "2013-05", "en", "2013 – May 2013"),
        ("2013-05-18", "2013-05", "en", "18 May 2013 – May 2013"),
        ("2013-05-18", "2013-05-18", "en", "18 May 2013"),
        ("2013-05-01", "2013-05-03", "fr", "1er–3 mai 2013"),
        ("2013-05-30", "2013-06-02", "fr", "30 mai – 2 juin 2013"),
        ("2013-05-18", "2013-05-20", "es", "18–20 de mayo de 2013"),
        ("2013-05-30", "2013-06-02", "es", "30 de mayo – 2 de junio de 2013"),
        ("2013-05", "2013-07", "es", "mayo–julio de 2013"),
        ("2013", None, "en", "since 2013"),
        ("2013", None, "fr", "depuis 2013"),
        ("2013-05", None, "fr", "depuis mai 2013"),
        ("2013-05-18", None, "fr", "depuis le 18 mai 2013"),
        ("2013", None, "es", "desde 2013"),
        ("2013-05", None, "es", "desde mayo de 2013"),
        ("2013-05-18", None, "es", "desde el 18 de mayo de 2013"),
        (None, "2015", "en", "until 2015"),
        (None, "2015", "fr", "jusqu’en 2015"),
        (None, "2015-05", "fr", "jusqu’en mai 2015"),
        (None, "2013-05-18", "fr", "jusqu’au 18 mai 2013"),
        (None, "2015", "es", "hasta 2015"),
        (None, "2013-05-18", "es", "hasta el 18 de mayo de 2013"),
    ],
)
def test_a_range_says_each_end_as_precisely_as_it_is_known(start, end, language, words):
    first, last = (on(text) if text else None for text in (start, end))
    assert display_range(first, last, language) == words


# --- Reading what is typed


@given(partial_dates(), st.sampled_from(LANGUAGES))
def test_what_is_shown_can_be_typed(date, language):
    words = display(date, language)
    assert parse(words) == date
    assert parse(words, (language,)) == date
    assert parse(f"\u00a0 {words.upper()} \t".replace(" ", "\u202f ")) == date
    assert parse(str(date)) == date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("May 2013", "2013-05"),
        ("mayo 2013", "2013-05"),
        ("18 de mayo de 2013", "2013-05-18"),
        ("1er mai 2013", "2013-05-01"),
        ("1 mai 2013", "2013-05-01"),
        ("fevrier 2013", "2013-02"),
        ("FÉVRIER 2013", "2013-02"),
        ("fe\u0301vrier 2013", "2013-02"),
        ("2 aout 2013", "2013-08-02"),
        ("Sept. 2013", "2013-09"),
        ("3 déc. 2013", "2013-12-03"),
        ("dec 2013", "2013-12"),
        ("ene. 2013", "2013-01"),
        ("juil. 2013", "2013-07"),
        ("29 Feb 2012", "2012-02-29"),
        ("\u00a018\u00a0 May\u202f2013\n", "2013-05-18"),
        ("May 18, 2017", "2017-05-18"),
        ("May 18 2017", "2017-05-18"),
        ("may 18th, 2017", "2017-05-18"),
        ("Sept. 3, 2017", "2017-09-03"),
        ("18 May, 2017", "2017-05-18"),
        ("May, 2017", "2017-05"),
        ("05 May 2017", "2017-05-05"),
        ("18th May 2017", "2017-05-18"),
        ("1st May 2017", "2017-05-01"),
        ("22nd May 2017", "2017-05-22"),
        ("23rd May 2017", "2017-05-23"),
        ("11th May 2017", "2017-05-11"),
        ("le 18 mai 2017", "2017-05-18"),
        ("Le 1er mai 2017", "2017-05-01"),
        ("el 18 de mayo de 2017", "2017-05-18"),
        ("18 de mayo del 2017", "2017-05-18"),
        ("mayo del 2017", "2017-05"),
        ("1.º de mayo de 2017", "2017-05-01"),
        ("1º de mayo de 2017", "2017-05-01"),
        ("2013-5-2", "2013-05-02"),
        ("2013-5", "2013-05"),
        ("2013-05-2", "2013-05-02"),
    ],
)
def test_the_usual_ways_to_write_a_date_are_read(text, iso):
    assert parse(text) == on(iso)


@pytest.mark.parametrize("text", REFUSED)
def test_what_would_need_a_guess_is_refused_with_examples(text):
    with pytest.raises(ValidationError) as refusal:
        parse(text)
    assert "18 May 2013" in refusal.value.messages[0]


typed = [form for _, form in date_words.WORDED]


@given(
    st.text()
    | st.sampled_from(typed).flatmap(lambda form: st.from_regex(form, fullmatch=True))
)
def test_any_text_is_read_or_refused(text):
    try:
        assert isinstance(parse(text), PartialDate)
    except ValidationError as refusal:
        assert "18 May 2013" in refusal.messages[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("month", range(1, 13))
def test_the_short_name_of_a_month_is_read(language, month):
    for name in date_words.SHORT_MONTHS[language].split("|")[month - 1].split():
        assert parse(f"{name} 2013") == parse(f"{name.upper()}. 2013")
        assert parse(f"{name} 2013") == PartialDate(2013, month)


def test_no_month_name_means_two_months():
    meanings: dict[str, set[int]] = {}
    for language in LANGUAGES:
        for name, month in date_words._months(language).items():
            meanings.setdefault(name, set()).add(month)
    assert len(meanings) > 70
    assert [name for name, months in meanings.items() if len(months) > 1] == []


def test_a_month_is_read_only_in_the_languages_asked_for():
    with pytest.raises(ValidationError):
        parse("mai 2013", ("en",))


# --- The field, on a real table


class Rows:
    """The throw-away model, and short words for asking it."""

    def __init__(self, model):
        self.model = model

    def add(self, *texts):
        for text in texts:
            self.model.objects.create(date=text)

    def found(self, *conditions, **lookups):
        found = self.model.objects.filter(*conditions, **lookups).order_by("date")
        return [str(row.date or "") for row in found]


@pytest.fixture(scope="module")
def happening(django_db_setup, django_db_blocker):
    """Make a model and its table for this module only, and forget them after it."""

    class Happening(models.Model):
        date = PartialDateField(blank=True, db_index=True)
        end_date = PartialDateField(blank=True)
        required = PartialDateField(default="2013")

        class Meta:
            app_label = "partnerships"
            constraints = [
                models.CheckConstraint(
                    condition=not_before("date", "end_date"),
                    name="happening_end_not_before_date",
                    violation_error_message="The end is before the start.",
                )
            ]

        def __str__(self):
            return display_range(self.date, self.end_date)

    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Happening)
    yield Happening
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.delete_model(Happening)
    del apps.all_models["partnerships"]["happening"]
    apps.clear_cache()


@pytest.fixture
def rows(happening, db):
    return Rows(happening)


@pytest.mark.parametrize("value", ["", None, "2013", "2013-05", "2013-05-22"])
def test_the_column_keeps_a_date_as_given(rows, value):
    row = rows.model.objects.create(date=value)
    row.refresh_from_db()
    assert row.date == (on(value) if value else None)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT date FROM {rows.model._meta.db_table}")  # noqa: S608
        assert cursor.fetchone() == (value or "",)


def test_a_day_and_a_partial_date_can_be_saved_and_sought(rows):
    rows.add(datetime.date(2013, 5, 22), on("2013-05"), None)
    assert rows.found(date=datetime.date(2013, 5, 22)) == ["2013-05-22"]
    assert rows.found(date__in=["2013-05", on("2013-05-22")]) == [
        "2013-05",
        "2013-05-22",
    ]
    assert rows.found(date=None) == [""]
    assert rows.found(~Q(date="")) == ["2013-05", "2013-05-22"]


def test_a_new_record_has_no_date(rows):
    assert rows.model().date is None


def test_a_date_that_is_not_canonical_is_not_saved(rows):
    with pytest.raises(ValidationError, match="2013-5"):
        rows.add("2013-5")


def write_raw(model, text):
    table = connection.ops.quote_name(model._meta.db_table)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (date, end_date, required) VALUES (%s, '', '')",  # noqa: S608
            [text],
        )


@pytest.mark.parametrize(
    "text",
    [
        *("2013-5", "13-05", "2013-13", "2013-00", "2013-02-29", "1900-02-29"),
        *("2013-04-31", "2013-05-00", "2013-05-32", "1899", "2101", "May 2013"),
        *(" ", "2013-", "2013\n", "x2013", "２０１３"),
    ],
)
def test_the_database_itself_refuses_a_bad_date(rows, text):
    with pytest.raises(IntegrityError):
        write_raw(rows.model, text)


def test_the_database_takes_every_real_month_and_leap_day(rows):
    good = ["", "1900", "2100-12-31", "2000-02-29", "1904-02-29", "2096-02-29"]
    good += [f"2013-{month:02}" for month in range(1, 13)]
    good += [str(PartialDate.of(on(text).latest)) for text in good[6:]]
    for text in good:
        write_raw(rows.model, text)
    assert rows.found() == sorted(good)


def test_every_reading_from_the_database_sorts_by_bytes(rows):
    texts = ["2013", "2013-05", "2013-05-22", "2013-06", "2014"]
    rows.add(*reversed(texts))
    assert rows.found() == texts
    assert rows.found(date__gt="2013-05") == ["2013-05-22", "2013-06", "2014"]


def test_two_dates_of_a_record_can_be_compared(rows):
    rows.model.objects.create(date="2013-05", end_date="2014")
    rows.model.objects.create(date="2013", end_date="2013")
    assert rows.found(end_date__gt=F("date")) == ["2013-05"]
    assert rows.found(end_date=F("date")) == ["2013"]


ALL = ["2016-12-31", "2017", "2017-05", "2017-05-22", "2017-12-31", "2018", "2018-01"]


def test_a_year_finds_its_months_and_days(rows):
    rows.add("", *ALL)
    assert rows.found(date__within="2017") == ALL[1:5]


def test_a_month_finds_its_days_but_not_its_year(rows):
    rows.add("", *ALL)
    assert rows.found(date__within=on("2017-05")) == ["2017-05", "2017-05-22"]
    assert rows.found(date__within="2017-05-22") == ["2017-05-22"]
    assert rows.found(~Q(date__within="2017")) == ["", "2016-12-31", "2018", "2018-01"]


def test_nothing_can_be_within_no_date(rows):
    for nothing in (None, ""):
        with pytest.raises(ValueError, match="needs a year"):
            rows.found(date__within=nothing)


@pytest.mark.parametrize(
    "lookup",
    [
        {"date__within": "2017"},
        {"date__started_by": "2017-05-22"},
        {"date__surely_started_by": "2017-05-22"},
    ],
)
def test_an_index_serves_the_search(rows, lookup):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # It would rather read so small a table whole.
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = rows.model.objects.filter(**lookup).explain()
    searched = "SEARCH" if connection.vendor == "sqlite" else "Index Cond"
    assert searched in plan
    assert "index" in plan.lower()


EDGES = ["", "2012", "2013", "2013-04", "2013-05", "2013-05-17", "2013-05-18"]
EDGES += ["2013-05-19", "2013-06", "2014"]


@pytest.mark.parametrize(
    "day", ["2013-05-18", "2013-01-01", "2013-12-31", "2013-05-31"]
)
def test_started_and_lasting_are_told_by_the_bounds(rows, day):
    rows.add(*EDGES)
    day = datetime.date.fromisoformat(day)
    started = [text for text in EDGES if text and on(text).earliest <= day]
    lasting = [text for text in EDGES if not text or on(text).latest >= day]
    assert rows.found(date__started_by=day) == started
    assert rows.found(date__lasts_to=day) == lasting
    both = rows.found(Q(date__started_by=day) & ~Q(date__lasts_to=PartialDate.of(day)))
    assert both == [text for text in started if text not in lasting]


@pytest.mark.parametrize(
    "day", ["2013-05-18", "2013-01-01", "2013-12-31", "2013-05-31", "2013-05-01"]
)
def test_surely_started_and_surely_lasting_are_told_by_the_other_bounds(rows, day):
    rows.add(*EDGES)
    day = datetime.date.fromisoformat(day)
    started = [text for text in EDGES if text and on(text).latest <= day]
    lasting = [text for text in EDGES if not text or on(text).earliest >= day]
    assert rows.found(date__surely_started_by=day) == started
    assert rows.found(date__surely_lasts_to=day) == lasting


def test_the_database_finds_what_surely_or_possibly_holds_on_a_day(rows):
    rows.model.objects.create(date="2010", end_date="")
    rows.model.objects.create(date="2011", end_date="2013")
    rows.model.objects.create(date="2012", end_date="2013-04")
    rows.model.objects.create(date="2013-06", end_date="")
    rows.model.objects.create(date="", end_date="2014")
    day = datetime.date(2013, 5, 18)
    assert rows.found(holds("date", "end_date", day)) == ["2010"]
    assert rows.found(may_hold("date", "end_date", day)) == ["", "2010", "2011"]
    assert rows.found(holds("date", "", day)) == ["2010", "2011", "2012"]
    assert rows.found(may_hold("date", "", day)) == ["", "2010", "2011", "2012"]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.lists(periods(), min_size=1, max_size=8))
def test_the_database_and_the_period_give_the_same_answer(rows, data, some):
    rows.model.objects.all().delete()
    for each in some:
        rows.model.objects.create(date=each.start, end_date=each.end)
    bounds = [date for each in some for date in (each.start, each.end)]
    day = data.draw(days_near(*bounds))
    surely = set(rows.model.objects.filter(holds("date", "end_date", day)))
    maybe = set(rows.model.objects.filter(may_hold("date", "end_date", day)))
    for row in rows.model.objects.all():
        answer = Period(row.date, row.end_date).holds(day)
        assert (row in surely) == (answer is Holds.YES)
        assert (row in maybe) == (answer is not Holds.NO)


@pytest.mark.parametrize(
    "lookup", ["started_by", "lasts_to", "surely_started_by", "surely_lasts_to"]
)
def test_a_day_lookup_refuses_less_than_a_day(rows, lookup):
    with pytest.raises(ValueError, match="whole day"):
        rows.found(**{f"date__{lookup}": "2013-05"})


@pytest.mark.parametrize(
    ("start", "end", "allowed"),
    [
        ("2019-05", "2019", True),
        ("2019", "2019-03", True),
        ("2019-05", "2019-05", True),
        ("2019-05-20", "2019-05", True),
        ("2019-05", "2020", True),
        ("2019", "", True),
        ("", "2019", True),
        ("", "", True),
        ("2019-05", "2019-04", False),
        ("2019", "2018-12-31", False),
        ("2019-05-20", "2019-05-19", False),
        ("2019-05-20", "2019-04", False),
        ("2019-05-20", "2018", False),
    ],
)
def test_an_end_is_not_before_its_start(rows, start, end, allowed):
    row = rows.model(
        date=on(start) if start else None, end_date=on(end) if end else None
    )
    if allowed:
        row.full_clean()
        row.save()
        return
    with pytest.raises(ValidationError, match="The end is before the start"):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_required_date_may_not_be_blank(rows):
    with pytest.raises(ValidationError) as refusal:
        rows.model(required=None).full_clean()
    assert refusal.value.message_dict == {"required": ["This field cannot be blank."]}


@pytest.mark.parametrize(
    "value", ["2013-5", "May 2013", 2013, datetime.date(2013, 5, 1)]
)
def test_the_field_takes_nothing_but_partial_dates_and_canonical_text(value):
    with pytest.raises(ValidationError):
        PartialDateField().to_python(value)


def test_a_record_is_serialized_as_given_and_read_back_the_same(rows):
    rows.model.objects.create(date="2013-05", end_date=None)
    text = serializers.serialize("json", rows.model.objects.all())
    fields = json.loads(text)[0]["fields"]
    assert fields == {"date": "2013-05", "end_date": None, "required": "2013"}
    [copy] = serializers.deserialize("json", text)
    copy.save()
    assert serializers.serialize("json", rows.model.objects.all()) == text


def test_a_fixture_with_a_bad_date_is_refused_by_its_value(rows):
    record = {"model": "partnerships.happening", "pk": 1, "fields": {"date": "2013-5"}}
    with pytest.raises(serializers.base.DeserializationError, match="2013-5"):
        list(serializers.deserialize("json", json.dumps([record])))


def test_a_migration_writes_the_field_without_its_fixed_length():
    field = PartialDateField("date", blank=True)
    written, _ = MigrationWriter.serialize(field)
    assert written == (
        "partnerships.dates.PartialDateField(blank=True, verbose_name='date')"
    )


def test_the_field_has_one_kind_of_empty():
    with pytest.raises(ValueError, match="never NULL"):
        PartialDateField(null=True)


# --- Forms and the admin


@pytest.fixture
def form_class(rows):
    return modelform_factory(rows.model, fields=["date", "end_date"])


def test_a_form_shows_the_date_as_stored_and_helps_by_examples(form_class, rows):
    form = form_class(instance=rows.model(date=on("2013-05")))
    assert 'value="2013-05"' in form.as_p()
    assert 'inputmode="text"' in form.as_p()
    assert "18 May 2013" in form.fields["date"].help_text


def test_a_form_reads_words_and_keeps_an_empty_date_empty(form_class, rows):
    form = form_class({"date": "18 mai 2013", "end_date": " "})
    assert form.is_valid()
    row = form.save()
    row.refresh_from_db()
    assert (row.date, row.end_date) == (on("2013-05-18"), None)


def test_a_form_shows_a_refused_text_as_it_was_typed(form_class):
    form = form_class({"date": "spring 2013"})
    assert not form.is_valid()
    assert 'value="spring 2013"' in form.as_p()


@pytest.mark.parametrize(
    ("initial", "typed", "changed"),
    [
        (on("2013-05"), "2013-05", False),
        (on("2013-05"), "May 2013", False),
        ("2013-05", "mai 2013", False),
        (None, "", False),
        ("", " ", False),
        (None, None, False),
        (on("2013-05"), "2013", True),
        (on("2013-05"), "", True),
        (None, "2013", True),
        (None, "spring", True),
    ],
)
def test_the_same_date_in_another_form_is_no_change(initial, typed, changed):
    assert PartialDateFormField(required=False).has_changed(initial, typed) is changed


@given(some_days, st.sampled_from(LANGUAGES))
def test_a_day_field_takes_a_day_in_figures_and_in_words(day, language):
    field = DayField()
    assert field.clean(day) == day
    assert field.clean(f" {day} ") == day
    assert field.clean(display(PartialDate.of(day), language)) == day
    assert not field.has_changed(day, display(PartialDate.of(day), language))


@pytest.mark.parametrize("text", [*REFUSED[:-2], "2027", "2027-05", "May 2027"])
def test_a_day_field_refuses_all_else_and_says_what_to_type(text):
    with pytest.raises(ValidationError, match="2027-05-12 or 12 May 2027"):
        DayField().clean(text)


def test_a_day_field_may_be_empty():
    for nothing in (None, "", "  "):
        assert DayField(required=False).clean(nothing) is None


def test_the_admin_shows_a_date_as_stored_and_a_missing_one_as_a_dash(rows):
    field = rows.model._meta.get_field("date")
    assert display_for_field(on("2013-05"), field, "-") == "2013-05"
    assert display_for_field(None, field, "-") == "-"
