"""What the pages that ask before deleting say, and what they ask of the database."""

from typing import Any

import pytest
from django.contrib.admin import site
from django.contrib.admin.utils import get_deleted_objects
from django.contrib.auth.models import Permission, User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.admin.deleting import deleted_objects
from partnerships.models import (
    Activity,
    Address,
    Affiliation,
    Agreement,
    AgreementAim,
    AgreementArea,
    Appointment,
    Citation,
    Country,
    Event,
    Framework,
    GlossaryTerm,
    Guide,
    GuideParagraph,
    Participation,
    Partner,
    Person,
    Priority,
    Programme,
    Record,
    Source,
    Statement,
    Topic,
    TrainingCentre,
)
from tests import factories as make
from tests.everything import Everything, make_everything
from tests.questions import Parts, asks, for_each, record, together

# Who asks, and what they may do.
SIGNED_IN: Parts = {
    "the session": Session,
    "the user": User,
    "permissions of the user": Permission,
    "permissions of the groups": Permission,
}
CITATIONS: Parts = {"its citations": Citation}
ADDRESSES: Parts = {"its addresses": Address}
STATEMENTS: Parts = {
    "its statements": Statement,
    "citations of the statements": Citation,
}


def protected_by(*kinds: type[Record]) -> Parts:
    """What keeps a record from being deleted, once for each kind."""
    return for_each("what protects it:", *kinds)


def cited_parts(*kinds: type[Record]) -> Parts:
    """What goes with a record, and the citations that go with each of these."""
    citations: Parts = {
        f"citations of each {kind.__name__}": Citation for kind in kinds
    }
    return together(for_each("what goes with it:", *kinds), citations)


def links(*lists: Any) -> Parts:
    """The rows of a many-to-many, which have a table of their own."""
    return for_each("links:", *(each.through for each in lists))


def linked_by(*lists: Any) -> Parts:
    """Rows of a many-to-many, and the records whose lists name this one."""
    kinds = [each.field.model for each in lists]
    return together(links(*lists), for_each("what names it:", *kinds))


# Besides who asks, and the record.
BUDGETS: dict[Any, Parts] = {
    Country: together(
        CITATIONS,
        protected_by(Partner, TrainingCentre, Appointment, Event, Activity),
    ),
    Framework: together(CITATIONS, ADDRESSES, STATEMENTS, protected_by(Affiliation)),
    Partner: together(
        CITATIONS,
        ADDRESSES,
        STATEMENTS,
        cited_parts(Affiliation, Participation),
        protected_by(Agreement),
        linked_by(Event.partners, Activity.partners),
    ),
    Affiliation: CITATIONS,
    Topic: together(
        ADDRESSES,
        protected_by(AgreementArea, Priority),
        linked_by(Activity.topics, TrainingCentre.topics),
    ),
    Agreement: together(
        CITATIONS,
        ADDRESSES,
        STATEMENTS,
        cited_parts(AgreementArea, AgreementAim),
        # Those that it supersedes.
        protected_by(Agreement, Event),
    ),
    AgreementArea: CITATIONS,
    AgreementAim: CITATIONS,
    Programme: together(
        CITATIONS,
        ADDRESSES,
        STATEMENTS,
        cited_parts(Priority),
        protected_by(Participation, Activity, Event),
    ),
    Priority: CITATIONS,
    Participation: CITATIONS,
    Activity: together(CITATIONS, ADDRESSES, links(Activity.partners, Activity.topics)),
    TrainingCentre: together(
        CITATIONS,
        ADDRESSES,
        STATEMENTS,
        links(TrainingCentre.topics),
        protected_by(Event),
    ),
    Event: together(
        CITATIONS, ADDRESSES, STATEMENTS, links(Event.partners, Event.people)
    ),
    Person: together(ADDRESSES, cited_parts(Appointment), linked_by(Event.people)),
    Appointment: CITATIONS,
    Source: together(
        ADDRESSES,
        protected_by(Citation),
        {"these with what they are about": Citation},
    ),
    # The first one is of a framework.
    Citation: {"whether what it is about has others": Framework},
    Statement: CITATIONS,
    Guide: together(CITATIONS, ADDRESSES, cited_parts(GuideParagraph)),
    GuideParagraph: CITATIONS,
    GlossaryTerm: CITATIONS,
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
) -> None:
    """However many rows would go with the record, or keep it: each has its name."""
    # The first of each kind is the one that all others are related to.
    url = page(model, "delete", model.objects.order_by("pk")[0].pk)
    editor_client.get(url)
    with asks(together(SIGNED_IN, record(model), BUDGETS[model])):
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
    url = page(Citation, "changelist")

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
    response = client.get(page(Guide, "delete", guide.pk))
    assert response.context["perms_lacking"] == {"citation"}
    client.post(page(Guide, "delete", guide.pk), {"post": "yes"})
    assert Guide.objects.exists()
