"""Text in three languages: which one is shown, and what is marked as English."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import CharField
from django.utils.translation import override

from partnerships.models import Framework, Topic
from partnerships.translation import Wording, by_name, collation_key, wording
from tests import factories as make


@pytest.mark.parametrize(
    ("language", "text", "written_in"),
    [
        ("en", "Cyber defence", "en"),
        ("fr", "Cyberdéfense", "fr"),
        ("es", "Cyber defence", "en"),
        ("en-gb", "Cyber defence", "en"),
        ("de", "Cyber defence", "en"),
    ],
)
def test_english_stands_in_for_a_translation_that_is_missing(
    language, text, written_in
):
    """And is marked as English, so that it is read aloud as such."""
    topic = Topic(name_en="Cyber defence", name_fr="Cyberdéfense")
    with override(language):
        assert wording(topic, "name") == Wording(text, written_in)
        assert topic.name == text
        assert str(topic) == text


def test_without_a_language_in_use_the_text_is_english():
    """As in a command."""
    topic = Topic(name_en="Cyber defence", name_fr="Cyberdéfense")
    with override(None):
        assert topic.name == "Cyber defence"


def test_no_text_is_no_wording():
    """A template asks before it writes a heading for it."""
    assert not wording(Framework(), "acronym")
    assert wording(Framework(acronym_en="PfP"), "acronym")


@pytest.mark.django_db
def test_only_the_english_text_can_be_required():
    """A record is published before it is translated."""
    make.make_topic(name_fr="", name_es="", summary_en="A.").full_clean()
    with pytest.raises(ValidationError) as refusal:
        make.make_topic(name_en="", name_fr="Cyberdéfense").full_clean()
    assert set(refusal.value.message_dict) == {"name_en"}


@pytest.mark.django_db
def test_two_records_may_both_lack_a_translation_of_a_unique_name():
    """Only the names in the language of record differ for certain."""
    for _number in range(2):
        make.make_topic(name_fr="", name_es="").full_clean()


@pytest.mark.parametrize("model", [Framework, Topic])
def test_each_text_has_a_column_a_language(model):
    """So that fixtures, forms and exports carry all three."""
    for code in ("en", "fr", "es"):
        field = model._meta.get_field(f"name_{code}")
        assert isinstance(field, CharField)
        assert field.blank is (code != "en")


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["austria", "Egypt", "Jordan", "Türkiye", "Tuvalu"]),
        ("fr", ["austria", "Égypte", "Jordan", "Türkiye", "Tuvalu"]),
    ],
)
def test_names_are_sorted_as_a_reader_expects(language, names):
    """É beside E, capitals beside small letters, on both databases alike."""
    topics = [
        Topic(name_en=name, name_fr="Égypte" if name == "Egypt" else "")
        for name in ["Tuvalu", "Türkiye", "Jordan", "Egypt", "austria"]
    ]
    with override(language):
        assert [str(each) for each in by_name(topics)] == names


@pytest.mark.parametrize(
    ("one", "other"), [("É", "e"), ("Ñ", "n"), ("STRASSE", "Straße"), ("e\u0301", "é")]
)
def test_accents_and_capitals_do_not_count_in_sorting(one, other):
    assert collation_key(one) == collation_key(other)
