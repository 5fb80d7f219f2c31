"""No address and no selection breaks a list for editors (faults C7, H13)."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from tests.test_admin import MAKERS

pytestmark = pytest.mark.django_db

# A record of every kind that the admin lists, accounts among them.
EVERY_MAKER = {
    **MAKERS,
    User: lambda: User.objects.create_user("somebody"),
    Group: lambda: Group.objects.create(name="Some"),
}

each_list = pytest.mark.parametrize(
    "model", EVERY_MAKER, ids=[model.__name__ for model in EVERY_MAKER]
)


def address(model: Any, name: str, *args: Any) -> str:
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=args)


@pytest.fixture
def careless(admin_user: User) -> Client:
    """Somebody who may do everything, and sees the page of a failure."""
    client = Client(raise_request_exception=False)
    client.force_login(admin_user)
    return client


BAD_QUERIES = (
    "status__exact=zzz",
    "p=999999999999999999999",
    "p=99999999",
    "p=abc",
    "o=abc",
    "o=99",
    "o=99.-99",
    "q=%00",
    "q=%01%02",
    "q=" + "x" * 5000,
    "attention=zzz",
    "year=zzz",
    "year=0013",
    "about=zzz",
    "id__exact=abc",
    "id__in=x",
    "id__in=1,999999999999999999,x",
    "id__isnull=zzz",
    "ally_since__isempty=zzz",
    "is_staff__exact=zzz",
    "groups__id__exact=abc",
    "framework__id__exact=abc",
    "affiliations__framework__id__exact=abc",
    "zzz=1",
    # Look-ups on own columns that no filter offers.
    "id__range=1",
    "pk__range=1",
    "id__regex=(",
    "password__startswith=md5",
    "username__regex=(",
    "name__regex=(",
    "date_joined__year=9999",
    "date_joined__year=2147483648",
    "last_login__year=99999999999",
    "groups__name__regex=(",
    "publish_at__year=-1",
    "publish_at__year=9999",
    "reviewed_on__year=0",
    "publish_at__year=2147483648",
    "slug__regex=(",
    "signed__regex=%5C",
    "all=",
    "e",
    "e=1",
    "partner__exact=%FF",
    "_facets=True",
    "_to_field=password",
    "_to_field=zzz",
    "_popup=zzz",
)
BAD_CHOICES = ("abc", "\0", "9" * 18, "9" * 30, str(10**30), "-1", "²", "1,2", "")


def test_every_list_is_tried() -> None:
    """No list is added without trying to break it."""
    assert set(admin.site._registry) == set(EVERY_MAKER)


@each_list
def test_no_address_of_a_list_breaks_it(model: Any, careless: Client) -> None:
    """What a list does not offer is refused or left out."""
    EVERY_MAKER[model]()
    for query in BAD_QUERIES:
        response = careless.get(f"{address(model, 'changelist')}?{query}")
        assert response.status_code in {200, 302, 400}, query


@each_list
def test_no_selection_breaks_a_list(model: Any, careless: Client) -> None:
    """What can be no record's number is not selected."""
    record = EVERY_MAKER[model]()
    for action in ("delete_selected", "publish_selected", "withdraw_selected", "zzz"):
        for choice in (*BAD_CHOICES, str(record.pk)):
            for beside in ({}, {"index": "abc"}, {"index": "9" * 30}):
                response = careless.post(
                    address(model, "changelist"),
                    {"action": action, "_selected_action": [choice], **beside},
                )
                assert response.status_code in {200, 302, 400}, (action, choice)
    assert model._default_manager.filter(pk=record.pk).exists()


def test_accounts_are_listed_by_every_filter_that_is_offered(careless: Client) -> None:
    """The guard lets through what Django's own list leads to."""
    editors = Group.objects.create(name="Editors")
    one = User.objects.create_user("one", is_staff=True)
    one.groups.add(editors)
    User.objects.create_user("two")
    for query, names in (
        ({"is_staff__exact": "0"}, {"two"}),
        ({"is_superuser__exact": "0", "is_active__exact": "1"}, {"one", "two"}),
        ({"groups__id__exact": editors.pk}, {"one"}),
        ({"groups__isnull": "True", "is_superuser__exact": "0"}, {"two"}),
        ({"q": "tw"}, {"two"}),
    ):
        response = careless.get(address(User, "changelist"), query)
        listed = {user.username for user in response.context["cl"].queryset}
        assert listed == names, query


def test_accounts_are_made_and_deleted_as_in_stock_django(careless: Client) -> None:
    """A password is typed twice, and a selection is asked about before it goes."""
    typed = {"password1": "a long pass phrase", "password2": "a long pass phrase"}
    new = {"username": "new", "usable_password": "true", **typed}
    careless.post(address(User, "add"), new)
    user = User.objects.get(username="new")
    assert user.check_password("a long pass phrase")
    assert careless.get(f"/admin/auth/user/{user.pk}/password/").status_code == 200
    chosen = {"action": "delete_selected", "_selected_action": [user.pk]}
    careless.post(address(User, "changelist"), chosen)
    assert User.objects.filter(username="new").exists()
    careless.post(address(User, "changelist"), {**chosen, "post": "yes"})
    assert not User.objects.filter(username="new").exists()


@pytest.mark.parametrize("choice", BAD_CHOICES)
def test_no_choice_of_rights_breaks_a_form(choice: str, careless: Client) -> None:
    """What can be no group and no permission is refused or left out."""
    user = User.objects.create_user("somebody")
    group = Group.objects.create(name="Some")
    chosen = {"groups": [choice], "user_permissions": [choice], "permissions": [choice]}
    for url in (
        address(User, "change", user.pk),
        address(Group, "change", group.pk),
        address(Group, "add"),
    ):
        response = careless.post(url, chosen)
        assert response.status_code in {200, 302}, url


def test_chosen_rights_are_kept(careless: Client) -> None:
    """The group that is chosen for somebody is theirs."""
    user = User.objects.create_user("somebody")
    group = Group.objects.create(name="Some")
    data = {
        "username": "somebody",
        "groups": [group.pk],
        "date_joined_0": "2024-01-01",
        "date_joined_1": "12:00",
    }
    careless.post(address(User, "change", user.pk), data)
    assert list(user.groups.all()) == [group]
