"""What was public and is withdrawn: its address says so, and nothing else of it."""

import datetime
from typing import Any

import pytest
from django.utils import timezone, translation
from django.utils.text import capfirst

from partnerships.models import Publishable
from tests.everything import Everything, address, make_everything
from tests.html import Page

pytestmark = pytest.mark.django_db

KINDS = list(Everything.__dataclass_fields__)
LANGUAGES = ("en", "fr", "es")
REASON = {
    "withdrawal_reason_en": "It was told twice.",
    "withdrawal_reason_fr": "Le fait figurait deux fois.",
}
each_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def public() -> Everything:
    with translation.override("en"):
        return make_everything(1)


def withdraw(record: Publishable, **values: Any) -> Any:
    for name, value in {"status": "withdrawn", **REASON, **values}.items():
        setattr(record, name, value)
    record.save()
    return record


def words(text: str) -> str:
    return " ".join(text.split())


@each_kind
def test_a_withdrawn_record_says_so_and_why_and_where_to_look(kind, public, client):
    record = withdraw(public.records()[kind])
    list_of = "event" if kind == "person" else kind
    for language in LANGUAGES:
        url = f"/{language}/" + record.get_absolute_url().split("/", 2)[2]
        response = client.get(url)
        assert response.status_code == 410
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert "no-cache" in response.headers["Cache-Control"]
        html = response.content.decode()
        page = Page(html)
        assert page.problems == []
        assert '<meta name="robots" content="noindex">' in html
        with translation.override(language):
            assert capfirst(str(record._meta.verbose_name)) in page.text
            assert words(record.heading) in words(page.text)
        reason = REASON.get(f"withdrawal_reason_{language}")
        stands_in = f'<span lang="en">{REASON["withdrawal_reason_en"]}</span>'
        assert (reason or stands_in) in html
        assert (stands_in in html) == (language == "es")
        path = address(f"{list_of}-list").split("/", 2)[2]
        assert f'href="/{language}/{path}"' in html


@each_kind
def test_nothing_else_of_a_withdrawn_record_is_shown(kind, public, client):
    """Of a country's page the name is that of the country; the rest is not told."""
    record = public.records()[kind]
    for name in ("summary_en", "official_name_en", "answer_en", "question_en", "url"):
        if hasattr(record, name):
            setattr(record, name, "https://example.org/zyxwv")
    withdraw(record)
    html = client.get(record.get_absolute_url()).content.decode()
    assert "zyxwv" not in html
    assert "2013" not in html


@each_kind
def test_its_former_addresses_say_the_same(kind, public, client):
    record = public.records()[kind]
    before = record.get_absolute_url()
    record.slug = "renamed"
    withdraw(record)
    assert client.get(before).status_code == 410
    assert client.get(record.get_absolute_url()).status_code == 410


@each_kind
def test_published_again_it_is_a_page_without_the_reason(kind, public, client):
    record = withdraw(public.records()[kind])
    record.status = "published"
    record.save()
    response = client.get(record.get_absolute_url())
    assert response.status_code == 200
    assert REASON["withdrawal_reason_en"] not in response.content.decode()


@each_kind
def test_nothing_links_to_a_withdrawn_record(kind, public, client):
    record = withdraw(public.records()[kind])
    gone = record.get_absolute_url()
    for url in {*public.addresses().values()} - {gone}:
        assert f'href="{gone}"' not in client.get(url).content.decode(), url
    assert gone not in client.get(f"/sitemap-{kind}.xml").content.decode()


def test_a_reason_that_nobody_gave_is_not_made_up(public, client):
    record = withdraw(public.guide, withdrawal_reason_en="", withdrawal_reason_fr="")
    page = Page(client.get(record.get_absolute_url()).content.decode())
    assert "No reason is on record." in page.text


def test_drafts_are_no_pages_whatever_stands_in_their_reason(public, client):
    record = withdraw(public.guide, status="draft")
    assert client.get(record.get_absolute_url()).status_code == 404


def test_what_is_withdrawn_before_its_time_has_come_was_never_a_page(public, client):
    later = timezone.now() + datetime.timedelta(days=1)
    record = withdraw(public.guide, publish_at=later)
    assert client.get(record.get_absolute_url()).status_code == 404


def test_a_withdrawn_record_does_not_name_a_draft_that_it_belongs_to(public, client):
    agreement = withdraw(public.agreement)
    withdraw(public.partner)
    assert client.get(agreement.get_absolute_url()).status_code == 410
    withdraw(public.partner, status="draft")
    assert client.get(agreement.get_absolute_url()).status_code == 404
