"""Rules that span rows hold in the database, however a row is written."""

import copy

import pytest
from django.db import IntegrityError, connection, transaction

from partnerships.models import Affiliation, Agreement

from .factories import make_affiliation, make_agreement, make_framework, make_partner


def refused(write) -> bool:
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return True
    return False


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("earlier", "later", "allowed"),
    [
        ("2017-05-18", "2019-05", True),
        ("2019-05", "2019", True),
        ("2019", "2019-05", True),
        ("2019-05-18", "2018", False),
        ("2019-05", "2019-04-30", False),
        ("", "2018", True),
    ],
)
def test_the_database_refuses_to_supersede_by_an_older_agreement(
    earlier, later, allowed
):
    partner = make_partner()
    old = make_agreement(partner=partner, signed=earlier)
    new = make_agreement(partner=partner, signed=later)
    rows = Agreement.objects.filter(pk=old.pk)

    assert refused(lambda: rows.update(superseded_by=new)) is not allowed


@pytest.mark.django_db
def test_the_superseding_agreement_cannot_become_older_afterwards():
    partner = make_partner()
    new = make_agreement(partner=partner, signed="2019")
    make_agreement(partner=partner, signed="2017", superseded_by=new)

    assert refused(lambda: Agreement.objects.filter(pk=new.pk).update(signed="2016"))
    assert not refused(
        lambda: Agreement.objects.filter(pk=new.pk).update(signed="2018")
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("since", "until", "allowed"),
    [
        ("2008", "", True),  # Until and since may be the same year.
        ("2010-04", "", True),
        ("2007-12-31", "", False),
        ("1990", "1996", True),
        ("1990", "1997-01-02", False),
    ],
)
def test_the_database_refuses_two_affiliations_to_a_framework_at_a_time(
    since, until, allowed
):
    partner, framework = make_partner(), make_framework()
    shared = {"partner": partner, "framework": framework, "status": "ended"}
    make_affiliation(**shared, since="1996", until="2008")

    def write():
        Affiliation.objects.create(**shared, since=since, until=until)

    assert refused(write) is not allowed


@pytest.mark.django_db(transaction=True)
def test_the_rules_survive_when_a_table_is_made_anew():
    """SQLite copies a table to change it, and drops the triggers of the old one."""
    field = Agreement._meta.get_field("summary_fr")
    changed = copy.copy(field)
    changed.null = True
    with connection.schema_editor() as editor:
        editor.alter_field(Agreement, field, changed)
    with connection.schema_editor() as editor:
        editor.alter_field(Agreement, changed, field)
    partner = make_partner()
    old = make_agreement(partner=partner, signed="2019")
    new = make_agreement(partner=partner, signed="2017")

    assert refused(
        lambda: Agreement.objects.filter(pk=old.pk).update(superseded_by=new)
    )
