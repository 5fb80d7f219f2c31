"""What the pages that ask before deleting say, and what they ask of the database."""

from typing import Any

import pytest
from django.contrib.admin import site
from django.contrib.admin.utils import get_deleted_objects
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships import models
from partnerships.admin.deleting import deleted_objects
from tests import factories as make
from tests.everything import Everything, make_everything

RECORD = {"session, user": 2, "permissions": 2, "the record": 1}
CITATIONS = {"its citations": 1}
ADDRESSES = {"its addresses": 1}
STATEMENTS = {"its statements": 1, "citations of those": 1}
# A part is one question, or as many as its name says.
PART = {**RECORD, **CITATIONS}

BUDGETS: dict[Any, dict[str, int]] = {
    models.Country: {
        **RECORD,
        "the partner, centres, offices, events, activities that protect it": 5,
    },
    models.Framework: {
        **PART,
        **ADDRESSES,
        **STATEMENTS,
        "affiliations that protect it": 1,
    },
    models.Partner: {
        **PART,
        **ADDRESSES,
        **STATEMENTS,
        "affiliations, participations": 2,
        "the citations of each": 2,
        "agreements that protect it": 1,
        "links from events, activities": 2,
        "the events, the activities that name it": 2,
    },
    models.Affiliation: PART,
    models.Topic: {
        **RECORD,
        **ADDRESSES,
        "areas, priorities that protect it": 2,
        "links from activities, centres": 2,
        "the activities, the centres that name it": 2,
    },
    models.Agreement: {
        **PART,
        **ADDRESSES,
        **STATEMENTS,
        "areas, aims": 2,
        "the citations of each": 2,
        "agreements that it supersedes, events, which protect it": 2,
    },
    models.AgreementArea: PART,
    models.AgreementAim: PART,
    models.Programme: {
        **PART,
        **ADDRESSES,
        **STATEMENTS,
        "priorities": 1,
        "their citations": 1,
        "participations, activities, events that protect it": 3,
    },
    models.Priority: PART,
    models.Participation: PART,
    models.Activity: {**PART, **ADDRESSES, "links to partners, topics": 2},
    models.TrainingCentre: {
        **PART,
        **ADDRESSES,
        **STATEMENTS,
        "links to topics": 1,
        "events that protect it": 1,
    },
    models.Event: {**PART, **ADDRESSES, **STATEMENTS, "links to partners, people": 2},
    models.Person: {
        **RECORD,
        **ADDRESSES,
        "appointments": 1,
        "their citations": 1,
        "links from events": 1,
        "the events that name it": 1,
    },
    models.Appointment: PART,
    models.Source: {
        **RECORD,
        **ADDRESSES,
        "citations that protect it": 1,
        "these with what they are about": 1,
    },
    models.Citation: {**RECORD, "other citations of what it is about": 1},
    models.Statement: PART,
    models.Guide: {**PART, **ADDRESSES},
    models.GlossaryTerm: PART,
}

each_model = pytest.mark.parametrize(
    "model", BUDGETS, ids=[model.__name__ for model in BUDGETS]
)


def page(model: Any, name: str, *args: int) -> str:
    return reverse(f"admin:partnerships_{model._meta.model_name}_{name}", args=args)


def test_every_kind_has_a_budget() -> None:
    assert {
        model for model in site._registry if model._meta.app_label == "partnerships"
    } == set(BUDGETS)


@pytest.mark.django_db
@each_model
def test_asking_before_deleting_needs_exactly_its_budget(
    everything: Everything,
    editor_client: Client,
    model: Any,
    django_assert_num_queries,
) -> None:
    """However many rows would go with the record, or keep it: each has its name."""
    # The first of each kind is the one that all others are related to.
    url = page(model, "delete", model.objects.order_by("pk")[0].pk)
    editor_client.get(url)
    budget = BUDGETS[model]
    with django_assert_num_queries(sum(budget.values()), info=str(budget)):
        assert editor_client.get(url).status_code == 200


@pytest.mark.django_db
@each_model
def test_the_page_names_what_django_would_name(
    everything: Everything, editor: Any, rf, model: Any
) -> None:
    """The same rows with the same links, counted the same, in the same order."""
    request = rf.get("/")
    request.user = editor
    records = list(model.objects.order_by("pk"))
    *deleted, protected = deleted_objects(records, request, site)
    *wanted, protecting = get_deleted_objects(records, request, site)
    assert deleted == wanted
    assert sorted(protected) == sorted(protecting)


@pytest.mark.django_db
def test_deleting_many_needs_as_many_queries_for_many_as_for_few(
    editor_client: Client,
) -> None:
    """Of each kind, all at once."""

    def asked() -> dict[Any, int]:
        found = {}
        for model in BUDGETS:
            chosen = list(model.objects.values_list("pk", flat=True))
            data = {"action": "delete_selected", "_selected_action": chosen}
            with CaptureQueriesContext(connection) as queries:
                response = editor_client.post(page(model, "changelist"), data)
            assert response.status_code == 200
            assert "deletable_objects" in response.context
            found[model] = len(queries)
        return found

    make_everything(1)
    asked()
    few = asked()
    make_everything(3)
    assert asked() == few


@pytest.mark.django_db
def test_a_citation_stays_only_if_it_is_the_last_of_a_published_record(
    editor_client: Client,
) -> None:
    """Chosen together, two citations are the last where no third one is left."""
    cited, twice, draft = make.make_guide(), make.make_guide(), make.make_guide()
    last = [make.make_citation(twice) for _ in range(2)]
    kept, gone = (make.make_citation(cited) for _ in range(2))
    draft.status = "draft"
    draft.save()
    of_draft = make.make_citation(draft)
    url = page(models.Citation, "changelist")

    def refused(*citations: Any) -> list[str]:
        chosen = [citation.pk for citation in citations]
        response = editor_client.post(
            url, {"action": "delete_selected", "_selected_action": chosen}
        )
        return [str(each) for each in response.context["protected"]]

    assert refused(gone, of_draft) == []
    assert refused(last[0]) == []
    (reason,) = refused(gone, *last)
    assert f"“{twice}” is published and would be left without" in reason
    assert len(refused(gone, kept, *last)) == 2


@pytest.mark.django_db
def test_who_may_not_delete_what_goes_with_a_record_is_told_so(
    client: Client, django_user_model
) -> None:
    """By the name of the kind."""
    user = django_user_model.objects.create_user("helper", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["view_guide", "delete_guide"])
    )
    client.force_login(user)
    guide = make.make_guide(status="draft")
    make.make_citation(guide)
    response = client.get(page(models.Guide, "delete", guide.pk))
    assert response.context["perms_lacking"] == {"citation"}
    client.post(page(models.Guide, "delete", guide.pk), {"post": "yes"})
    assert models.Guide.objects.exists()
