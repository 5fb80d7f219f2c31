"""Every text of ours can be read in English, French and Spanish."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from django.apps import apps

from partnerships.models import Record
from partnerships.reading import Reading
from partnerships.translation import LANGUAGE_OF_RECORD, is_translated

pytestmark = pytest.mark.once

TRANSLATIONS = ("fr", "es")

# What has no translation, by kind and field. Nothing but abbreviations: where none in
# French or Spanish is in use, a page shows that of NATO.
LACKING = {
    # Spanish: MD.
    ("framework", "acronym", "es"): 1,
    # Those of NATO: ANA TF, BI, CAP, DCB, DEEP, EOP, MAP, NMI, NRF, NTM-A …
    ("programme", "acronym", "fr"): 20,
    ("programme", "acronym", "es"): 20,
}
# What no French text has: a plain space, or none, where one that doesn't break belongs.
ILL_SET = re.compile(r"[ ][:;?!»]|«(?!\xa0)|(?<!\xa0)»|\w[;?!](\s|$)|'")


def texts() -> Iterator[tuple[Record, str, dict[str, str]]]:
    """Yield each public text of ours, in the languages that it is there in."""
    reading = Reading.now()
    for model in apps.get_app_config("partnerships").get_models():
        if not issubclass(model, Record):
            continue
        columns = (field.name.rpartition("_")[0] for field in model._meta.fields)
        names = [name for name in dict.fromkeys(columns) if is_translated(model, name)]
        if not names:
            continue
        for record in reading.public(model):
            for name in names:
                found = {
                    language: getattr(record, f"{name}_{language}")
                    for language in (LANGUAGE_OF_RECORD, *TRANSLATIONS)
                }
                yield record, name, found


def test_every_public_text_stands_in_three_languages() -> None:
    """Or a reader of French or Spanish meets English in the middle of a page."""
    lacking: Counter[tuple[str, str, str]] = Counter()
    read = 0
    for record, name, found in texts():
        kind = str(record._meta.model_name)
        read += bool(found[LANGUAGE_OF_RECORD])
        for language in TRANSLATIONS:
            if found[LANGUAGE_OF_RECORD] and not found[language]:
                lacking[kind, name, language] += 1
    assert dict(lacking) == LACKING
    assert read > 4000


def test_no_translation_stands_without_the_language_of_record() -> None:
    """A text that only a translation has would be missing from English pages."""
    alone = [
        (record, name)
        for record, name, found in texts()
        if not found[LANGUAGE_OF_RECORD] and any(found.values())
    ]
    assert alone == []


def test_french_is_set_as_french_is() -> None:
    """With ’ for an apostrophe, and a space that doesn't break before : ; ? ! and »."""
    ill_set = [
        (record, name, found["fr"])
        for record, name, found in texts()
        # A place in a document is named by the document's own headings.
        if name != "locator" and ILL_SET.search(found["fr"])
    ]
    assert ill_set == []


@pytest.mark.parametrize(
    ("model", "name"),
    [("event", "place"), ("activity", "city"), ("framework", "place")],
)
def test_a_place_has_the_name_that_its_readers_know(model: str, name: str) -> None:
    """Brussels is Bruxelles and Bruselas; a name that is the same is there too."""
    places = apps.get_model("partnerships", model).objects.exclude(**{f"{name}_en": ""})
    named = {getattr(each, f"{name}_en"): each for each in places}
    assert named
    for each in named.values():
        assert getattr(each, f"{name}_fr")
        assert getattr(each, f"{name}_es")
    if "Brussels" in named:
        assert getattr(named["Brussels"], f"{name}_fr") == "Bruxelles"
        assert getattr(named["Brussels"], f"{name}_es") == "Bruselas"
