"""What editors may publish, withdraw and delete."""

from typing import Any

import pytest
from django.urls import reverse

from partnerships.models import (
    Agreement,
    Citation,
    Guide,
    Partner,
    Person,
    Source,
    Topic,
)
from tests import factories as make

pytestmark = pytest.mark.django_db


def page(model: Any, name: str, *args: int) -> str:
    return reverse(f"admin:partnerships_{model._meta.model_name}_{name}", args=args)


def guide_form(**values: Any) -> dict[str, Any]:
    """What the browser sends for a published guide without citations."""
    return {
        "title_en": "Membership",
        "question_en": "Is a partner a member?",
        "answer_en": "No.",
        "slug": "membership",
        "status": "published",
        "citations-TOTAL_FORMS": 0,
        "citations-INITIAL_FORMS": 0,
        "addresses-TOTAL_FORMS": 0,
        "addresses-INITIAL_FORMS": 0,
        **values,
    }


def one_citation(source: Source, **values: Any) -> dict[str, Any]:
    """What the browser sends for one new citation."""
    row = {"source": source.pk, "field": "", "value": "", **values}
    return {
        "citations-TOTAL_FORMS": 1,
        **{f"citations-0-{name}": value for name, value in row.items()},
    }


def run(client: Any, action: str, *records: Any, **values: Any) -> Any:
    """Run an action on the records, and return the page that follows."""
    return client.post(
        page(type(records[0]), "changelist"),
        {"action": action, "_selected_action": [each.pk for each in records], **values},
        follow=True,
    )


def test_publishing_without_a_citation_is_refused_and_nothing_typed_is_lost(
    editor_client,
):
    response = editor_client.post(page(Guide, "add"), guide_form())
    assert response.status_code == 200
    form = response.context["adminform"].form
    assert "at least one citation of a source that" in form.errors["status"][0]
    assert "Is a partner a member?" in response.content.decode()
    assert not Guide.objects.exists()


def test_a_draft_needs_no_citation(editor_client):
    editor_client.post(page(Guide, "add"), guide_form(status="draft"))
    assert Guide.objects.get().status == "draft"


def test_a_record_is_published_together_with_its_first_citation(editor_client):
    data = guide_form() | one_citation(make.make_source(), field="answer")
    editor_client.post(page(Guide, "add"), data)
    assert Guide.objects.get().citations.get().field == "answer"


def test_the_last_citation_of_a_published_record_can_not_be_removed(editor_client):
    guide = make.make_guide()
    citation = make.make_citation(guide)
    data = guide_form() | one_citation(
        citation.source, id=citation.pk, guide=guide.pk, DELETE="on"
    )
    data["citations-INITIAL_FORMS"] = 1
    response = editor_client.post(page(Guide, "change", guide.pk), data)
    assert "at least one citation" in response.content.decode()
    url = page(Citation, "delete", citation.pk)
    assert (
        "left without a source that the public sees"
        in editor_client.get(url).content.decode()
    )
    editor_client.post(url, {"post": "yes"})
    assert guide.citations.exists()


def test_a_label_is_published_without_a_citation(editor_client):
    data = {
        "name_en": "Cyber defence",
        "summary_en": "A topic.",
        "slug": "cyber-defence",
        "status": "published",
    }
    editor_client.post(page(Topic, "add"), data)
    assert Topic.objects.get().status == "published"


def test_publishing_many_names_those_without_a_citation(editor_client):
    cited, uncited = (make.make_guide(status="draft") for _ in range(2))
    make.make_citation(cited)
    response = run(editor_client, "publish_selected", cited, uncited)
    cited.refresh_from_db()
    uncited.refresh_from_db()
    assert (cited.status, uncited.status) == ("published", "draft")
    html = response.content.decode()
    assert "1 record published." in html
    assert f"no source that the public sees is cited: {uncited}." in html


def test_publishing_many_is_kept_in_their_history(editor_client):
    guide = make.make_guide(status="draft")
    make.make_citation(guide)
    run(editor_client, "publish_selected", guide)
    html = editor_client.get(page(Guide, "history", guide.pk)).content.decode()
    assert "publishing status" in html.lower()


def test_withdrawing_many_leaves_drafts_as_they_are(editor_client):
    draft, published = make.make_guide(status="draft"), make.make_guide()
    run(editor_client, "withdraw_selected", draft, published)
    draft.refresh_from_db()
    published.refresh_from_db()
    assert (draft.status, published.status) == ("draft", "withdrawn")


@pytest.mark.parametrize(
    ("status", "words"),
    [("published", "Withdraw it instead"), ("withdrawn", "nobody sees it")],
)
def test_only_a_draft_can_be_deleted(status, words, editor_client):
    guide = make.make_guide(status=status)
    url = page(Guide, "delete", guide.pk)
    assert words in editor_client.get(url).content.decode()
    editor_client.post(url, {"post": "yes"})
    run(editor_client, "delete_selected", guide, post="yes")
    assert Guide.objects.exists()


def test_a_draft_that_nothing_points_to_is_deleted(editor_client):
    first, second = (make.make_guide(status="draft") for _ in range(2))
    make.make_citation(first)
    editor_client.post(page(Guide, "delete", first.pk), {"post": "yes"})
    run(editor_client, "delete_selected", second, post="yes")
    assert not Guide.objects.exists()


def test_a_cited_source_stays_and_the_page_that_cites_it_is_named(editor_client):
    source = make.make_source(status="draft")
    agreement = make.make_agreement(title_en="Programme of 2017")
    make.make_citation(agreement, source=source)
    make.make_citation(make.make_area(agreement=agreement), source=source)
    url = page(Source, "delete", source.pk)
    html = editor_client.get(url).content.decode()
    assert html.count("Programme of 2017") == 1
    editor_client.post(url, {"post": "yes"})
    assert Source.objects.filter(pk=source.pk).exists()


def test_deleting_many_deletes_none_if_one_must_stay(editor_client):
    draft, published = make.make_guide(status="draft"), make.make_guide()
    response = run(editor_client, "delete_selected", draft, published, post="yes")
    assert "Nothing was deleted" in response.content.decode()
    assert Guide.objects.count() == 2


def test_a_draft_that_is_listed_by_another_record_stays(editor_client):
    person, topic = make.make_person(status="draft"), make.make_topic(status="draft")
    partner = make.make_partner(status="draft")
    event = make.make_event(people=[person], partners=[partner])
    make.make_centre(topics=[topic])
    for record in (person, topic, partner):
        url = page(type(record), "delete", record.pk)
        assert "names it under" in editor_client.get(url).content.decode()
        editor_client.post(url, {"post": "yes"})
        run(editor_client, "delete_selected", record, post="yes")
    assert Person.objects.exists()
    assert Topic.objects.exists()
    assert event.partners.exists()


def test_a_draft_that_another_record_depends_on_stays(editor_client):
    partner = make.make_partner(status="draft")
    agreement = make.make_agreement(partner=partner, status="draft")
    source = make.make_source(status="draft")
    make.make_citation(partner, source=source)
    for record in (partner, source):
        url = page(type(record), "delete", record.pk)
        assert "can't be deleted" in editor_client.get(url).content.decode().replace(
            "&#x27;", "'"
        )
        editor_client.post(url, {"post": "yes"})
    assert Partner.objects.exists()
    assert Source.objects.exists()
    assert Agreement.objects.get() == agreement
