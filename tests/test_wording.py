"""How words, dates and numbers are put together in each language."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from partnerships.dates import PartialDate
from partnerships.offices import belonging
from partnerships.templatetags.records import as_of, figure, on
from tests import factories as make
from tests.html import Page

PROJECT = Path(__file__).parents[1]


def words(value: str) -> str:
    """What is read, without the marks of a machine."""
    return re.sub(r"<[^>]*>", "", value)


@pytest.mark.parametrize(
    ("language", "date", "after_a_verb", "of_a_fact"),
    [
        ("en", "2024", "in 2024", "as of 2024"),
        ("en", "2023-10-16", "16 October 2023", "as of 16 October 2023"),
        ("fr", "2024", "en 2024", "en 2024"),
        ("fr", "2023-10", "en octobre 2023", "en octobre 2023"),
        ("fr", "2023-10-16", "le 16 octobre 2023", "au 16 octobre 2023"),
        ("es", "2024", "en 2024", "en 2024"),
        ("es", "2023-10-16", "el 16 de octubre de 2023", "al 16 de octubre de 2023"),
    ],
)
def test_a_date_is_led_in_as_its_precision_asks(
    language: str, date: str, after_a_verb: str, of_a_fact: str
) -> None:
    """A year is "in", a day is not; and French and Spanish have a word for both."""
    value = PartialDate.fromisoformat(date)
    with translation.override(language):
        assert words(on(value)) == after_a_verb
        assert words(as_of(value)) == of_a_fact


@pytest.mark.parametrize(
    ("language", "number", "printed"),
    [
        ("en", 12345, "12345"),
        ("fr", 999, "999"),
        ("fr", 1000, "1\u202f000"),
        ("fr", 1234567, "1\u202f234\u202f567"),
        ("es", 9999, "9999"),
        ("es", 10000, "10\u202f000"),
    ],
)
def test_a_count_is_grouped_as_its_language_does(
    language: str, number: int, printed: str
) -> None:
    """French from 1 000, Spanish from 10 000, with spaces at which no line breaks."""
    with translation.override(language):
        assert figure(number) == printed


@pytest.mark.django_db
def test_every_count_of_a_list_is_grouped() -> None:
    """The heading of a list, and how often a source is cited."""
    template = "includes/_source_row.html"
    with translation.override("fr"):
        row = render_to_string(template, {"source": make.make_source(), "times": 1234})
    assert "citée 1\u202f234 fois" in row
    for path in (PROJECT / "templates" / "partnerships").glob("*_list.html"):
        for counted in re.findall(r"count \w+=\S+[^%]*%}", path.read_text("utf-8")):
            assert "|figure" in counted, path.name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "nature", "words"),
    [
        ("en", "binding", "Signed 8 December 2021"),
        ("fr", "binding", "Signé le 8 décembre 2021"),
        ("es", "binding", "Firmado el 8 de diciembre de 2021"),
        ("en", "programme", "Agreed 8 December 2021"),
        ("fr", "political", "Adopté le 8 décembre 2021"),
        ("es", "decision", "Adoptado el 8 de diciembre de 2021"),
    ],
)
def test_an_agreement_says_before_its_date_what_was_done_then(
    client: Client, language: str, nature: str, words: str
) -> None:
    """In the order of each language; only of a binding text, that it was signed."""
    text = make.make_agreement(signed="2021-12-08", nature=nature)
    make.make_citation(text)
    page = Page(client.get(f"/{language}/agreements/").content.decode())
    assert words in page.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("office", "organisation", "with_country", "english", "french"),
    [
        ("President of Colombia", "Colombia", True, None, None),
        ("Prime Minister", "Government of Colombia", True, "Colombia", "Colombie"),
        ("Prime Minister", "", True, "Colombia", "Colombie"),
        ("Chief of Defence", "Colombian Army", True, *["Colombian Army"] * 2),
        ("Secretary General", "NATO", False, "NATO", "OTAN"),
        ("NATO Liaison Officer", "NATO", False, None, None),
        ("Observer", "", False, None, None),
    ],
)
def test_an_office_says_once_whose_it_is(
    office: str, organisation: str, with_country: bool, english: Any, french: Any
) -> None:
    """Not "President of Colombia, Colombia"; and no office is left without."""
    country = make.make_country(name_en="Colombia", name_fr="Colombie")
    held = make.make_appointment(
        office_en=office,
        organisation=organisation,
        country=country if with_country else None,
    )
    for language, wanted in (("en", english), ("fr", french)):
        with translation.override(language):
            found = belonging(held, country_shown=False)
        assert (found and found.text) == wanted
    if english == "Colombia":
        assert belonging(held, country_shown=True) is None


def test_quotation_marks_follow_the_language_of_the_page() -> None:
    """One rule for each language, in one file, whatever language is quoted."""
    rules = {
        path.name: re.findall(r"(\S+) q { quotes: (.+?); }", path.read_text("utf-8"))
        for path in (PROJECT / "static" / "css").rglob("*.css")
        if "quotes:" in path.read_text("utf-8")
    }
    assert rules == {
        "base.css": [
            ("html:lang(en)", '"‘" "’"'),
            ("html:lang(fr)", r'"«\00a0" "\00a0»"'),
            ("html:lang(es)", '"«" "»"'),
        ]
    }
