"""Guides: a question, its answer, and paragraphs with their sources."""

from html import unescape
from typing import Any

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from partnerships.models import Guide, GuideParagraph
from tests import factories as make
from tests.html import Page
from tests.posting import as_shown, with_row
from tests.test_admin import page

pytestmark = pytest.mark.django_db


# --- The page


def shown(client: Any, guide: Guide, language: str = "en") -> str:
    with translation.override(language):
        url = guide.get_absolute_url()
    response = client.get(url)
    assert response.status_code == 200
    html: str = response.content.decode()
    assert Page(html).problems == []
    return html


def test_the_answer_stands_above_the_paragraphs_in_their_order(client):
    guide = make.make_guide(question_en="Is it one?", answer_en="It is not.")
    make.make_paragraph(guide=guide, position=2, body_en="Second.")
    make.make_paragraph(guide=guide, position=1, body_en="First.")
    make.make_citation(guide)
    text = Page(shown(client, guide)).text
    places = [text.index(words) for words in ("Is it one?", "It is not.", "First.")]
    assert [*places, text.index("Second.")] == sorted([*places, text.index("Second.")])


@pytest.mark.parametrize(
    ("body", "before"),
    [
        ("Plain words.", "Plain words.<sup"),
        ("Two.\n\nParts.", "Parts.<sup"),
        ("- one\n- two", "two<sup"),
        ("> quoted", "quoted<sup"),
        ("**strong**", "strong</strong><sup"),
    ],
)
def test_a_paragraph_ends_with_the_marks_of_its_own_sources(body, before, client):
    guide = make.make_guide()
    paragraph = make.make_paragraph(guide=guide, body_en=body)
    answer, whole = (make.make_source(title=f"Of the {n}") for n in ("answer", "guide"))
    make.make_citation(guide, source=answer, field="answer")
    make.make_citation(guide, source=whole)
    make.make_citation(paragraph, source=make.make_source(title="Of the paragraph"))
    html = shown(client, guide)
    assert before in html
    mark = html.partition(before)[2].partition("</sup>")[0]
    assert "#source-2" in mark
    order = [html.index(f"Of the {n}") for n in ("answer", "paragraph", "guide")]
    assert order == sorted(order)


def test_a_paragraph_is_prose_and_never_markup_of_its_own(client):
    guide = make.make_guide()
    make.make_paragraph(guide=guide, body_en="A <script>alert(1)</script> **b**")
    html = shown(client, guide)
    assert "<script>alert" not in html
    assert "<strong>b</strong>" in html


def test_a_paragraph_without_translation_is_marked_as_english(client):
    guide = make.make_guide()
    make.make_paragraph(guide=guide, body_en="English.", body_fr="")
    make.make_paragraph(guide=guide, body_en="Not this.", body_fr="Français.")
    html = shown(client, guide, "fr")
    assert 'lang="en"><p>English.' in html
    assert '"><p>Français.' in html
    assert "Not this." not in html


def test_related_records_are_links_with_their_kind_and_only_what_is_public(client):
    partner, draft = make.make_partner(), make.make_programme(status="draft")
    hidden = make.make_agreement(partner=make.make_partner(status="draft"))
    guide = make.make_guide(
        related=f"programme/{draft.slug}\nagreement/{hidden.slug}\n"
        f"partner/{partner.slug}"
    )
    html = shown(client, guide)
    related = html.partition('id="related"')[2].partition("</section>")[0]
    assert f'href="{partner.get_absolute_url()}">{partner}</a>' in related
    assert "Partner" in strip_tags(related)
    assert related.count("<li") == 1
    partner.status = "withdrawn"
    partner.save()
    assert 'id="related"' not in shown(client, guide)


def test_the_list_shows_question_and_answer(client):
    make.make_guide(question_en="Is it one?", answer_en="It is not.")
    text = Page(client.get("/en/guides/").content.decode()).text
    assert "Is it one?" in text
    assert "It is not." in text


# --- The form


@pytest.fixture
def guide() -> Guide:
    guide = make.make_guide(status="draft")
    for words in ("One.", "Two."):
        make.make_paragraph(guide=guide, body_en=words)
    return guide


def post(client: Any, guide: Guide, data: dict[str, Any]) -> Any:
    return client.post(page(Guide, "change", guide.pk), data)


def form(client: Any, guide: Guide) -> dict[str, Any]:
    return as_shown(client, page(Guide, "change", guide.pk))


def order(guide: Guide) -> list[tuple[int, str]]:
    return [*guide.paragraphs.values_list("position", "body_en")]


def test_a_new_paragraph_without_a_place_comes_last(guide, editor_client):
    data = form(editor_client, guide)
    for words in ("Three.", "Four."):
        data = with_row(data, "paragraphs", position="", body_en=words)
    assert post(editor_client, guide, data).status_code == 302
    assert order(guide) == [(1, "One."), (2, "Two."), (3, "Three."), (4, "Four.")]


def test_a_new_guide_can_have_paragraphs_without_places(editor_client):
    empty = make.make_guide(status="draft")
    data = form(editor_client, empty) | {"slug": "new"}
    empty.delete()
    for words in ("One.", "Two."):
        data = with_row(data, "paragraphs", body_en=words)
    response = editor_client.post(page(Guide, "add"), data)
    assert response.status_code == 302
    assert order(Guide.objects.get()) == [(1, "One."), (2, "Two.")]


def test_two_paragraphs_can_swap_their_places_in_one_save(guide, editor_client):
    refs = {each.body_en: each.ref for each in guide.paragraphs.all()}
    data = form(editor_client, guide)
    data |= {"paragraphs-0-position": "2", "paragraphs-1-position": "1"}
    assert post(editor_client, guide, data).status_code == 302
    assert order(guide) == [(1, "Two."), (2, "One.")]
    assert refs == {each.body_en: each.ref for each in guide.paragraphs.all()}


def test_a_paragraph_can_take_the_place_of_one_that_goes(guide, editor_client):
    data = form(editor_client, guide)
    data |= {"paragraphs-0-DELETE": "on", "paragraphs-1-position": "1"}
    data = with_row(data, "paragraphs", position="2", body_en="Three.")
    assert post(editor_client, guide, data).status_code == 302
    assert order(guide) == [(1, "Two."), (2, "Three.")]


def test_two_paragraphs_in_one_place_are_refused_on_the_field(guide, editor_client):
    data = form(editor_client, guide) | {"paragraphs-1-position": "1"}
    data["paragraphs-1-body_en"] = "Typed for an hour."
    response = post(editor_client, guide, data)
    assert response.status_code == 200
    html = unescape(response.content.decode())
    assert "Another paragraph has this place: give each one its own." in html
    assert "Typed for an hour." in html
    formset = response.context["inline_admin_formsets"][0].formset
    assert "position" in formset.errors[1]


def test_the_place_of_a_paragraph_that_was_added_meanwhile_is_taken(
    guide, editor_client
):
    data = with_row(form(editor_client, guide), "paragraphs", position="3", body_en="X")
    make.make_paragraph(guide=guide, body_en="Meanwhile.")
    response = post(editor_client, guide, data)
    assert response.status_code == 200
    assert "Another paragraph has this place" in response.content.decode()


@pytest.mark.parametrize("place", ["0", "-1", "10000", "99999", "first"])
def test_a_place_that_is_none_is_refused(place, guide, editor_client):
    data = form(editor_client, guide) | {"paragraphs-0-position": place}
    response = post(editor_client, guide, data)
    assert response.status_code == 200
    assert (
        "position" in (response.context["inline_admin_formsets"][0].formset.errors[0])
    )


def test_a_paragraph_has_a_place_in_its_own_form_too(guide, editor_client):
    new = {
        "guide": guide.pk,
        "body_en": "Three.",
        "citations-TOTAL_FORMS": 0,
        "citations-INITIAL_FORMS": 0,
    }
    url = page(GuideParagraph, "add")
    assert editor_client.post(url, new).status_code == 302
    assert order(guide)[-1] == (3, "Three.")
    response = editor_client.post(url, {**new, "position": "1", "body_en": "Four."})
    assert response.status_code == 200
    assert "Another paragraph has this place" in response.content.decode()
