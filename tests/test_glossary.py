"""Acronyms explained in place, the first time that each stands on a page."""

import pytest
from django.utils.translation import override

from partnerships.glossary import Explainer
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms():
    make.make_term(term="ITPP", expansion_en="Individually Tailored Programme")
    make.make_term(term="PfP", expansion_en="Partnership for Peace")
    make.make_term(term="PfP Trust Fund", expansion_en="A fund")
    make.make_term(term="C2", expansion_en='Command & "control"', expansion_fr="C et C")


def link(term: str, anchor: str, title: str, language: str = "en") -> str:
    address = f"/{language}/glossary/#term-{anchor}"
    return f'<a class="term" href="{address}" title="{title}">{term}</a>'


ITPP = link("ITPP", "itpp", "Individually Tailored Programme")


def test_the_first_time_a_term_is_linked_to_its_meaning(terms):
    """With its expansion, so that a reader need not follow the link."""
    text = Explainer().explain("An ITPP, and the ITPP of 2021.")
    assert text == f"An {ITPP}, and the ITPP of 2021."


def test_a_term_is_explained_once_on_a_page_however_many_texts_it_has(terms):
    """A second link to the same would only be in the way."""
    explainer = Explainer()
    assert explainer.explain("ITPP") == ITPP
    assert explainer.explain("ITPP") == "ITPP"
    assert Explainer().explain("ITPP") == ITPP


@pytest.mark.parametrize("text", ["ITPPs", "XITPP", "itpp", "PfPs"])
def test_a_part_of_a_word_is_no_term(terms, text):
    """Nor is the same in small letters."""
    assert Explainer().explain(text) == text


def test_the_longest_term_wins(terms):
    """'PfP Trust Fund' is not explained as 'PfP'."""
    text = Explainer().explain("The PfP Trust Fund of the PfP.")
    fund = link("PfP Trust Fund", "pfp-trust-fund", "A fund")
    assert text == f"The {fund} of the {link('PfP', 'pfp', 'Partnership for Peace')}."


@pytest.mark.parametrize("text", ["(ITPP)", "ITPP.", "ITPP/IPCP", "l’ITPP", "“ITPP”"])
def test_a_term_beside_a_sign_is_one(terms, text):
    assert Explainer().explain(text) == text.replace("ITPP", ITPP)


def test_text_and_expansion_are_escaped(terms):
    """What an editor types is text."""
    text = Explainer().explain('<b>C2</b> & "C2"')
    title = "Command &amp; &quot;control&quot;"
    assert text == (
        f"&lt;b&gt;{link('C2', 'c2', title)}&lt;/b&gt; &amp; &quot;C2&quot;"
    )


def test_the_expansion_is_in_the_language_of_the_page(terms):
    with override("fr"):
        assert Explainer().explain("C2") == link("C2", "c2", "C et C", "fr")


def test_a_page_asks_for_the_terms_once_and_only_if_it_has_text(
    terms, django_assert_num_queries
):
    with django_assert_num_queries(0):
        explainer = Explainer()
    with django_assert_num_queries(1):
        for _number in range(3):
            explainer.explain("ITPP and PfP")


def test_without_terms_the_text_is_only_escaped():
    assert Explainer().explain("ITPP <b>") == "ITPP &lt;b&gt;"
