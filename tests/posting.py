"""What a browser sends from a form of the admin, as the page shows it."""

from typing import Any

from django.test import Client


def _value(bound: Any) -> dict[str, Any]:
    """What one field sends, by the names of its inputs."""
    value = bound.value()
    widget = getattr(bound.field.widget, "widget", bound.field.widget)
    if hasattr(widget, "decompress"):
        parts = widget.decompress(value) if not isinstance(value, list) else value
        return {
            f"{bound.html_name}_{number}": "" if part is None else str(part)
            for number, part in enumerate(parts)
        }
    if isinstance(value, bool):
        return {bound.html_name: "on"} if value else {}
    if isinstance(value, (list, tuple)):
        return {bound.html_name: [getattr(each, "pk", each) for each in value]}
    return {bound.html_name: "" if value is None else str(value)}


def as_shown(client: Client, url: str) -> dict[str, Any]:
    """The data that the form at `url` would send, were nothing changed in it."""
    context = client.get(url).context
    forms = [context["adminform"].form]
    for each in context["inline_admin_formsets"]:
        formset = each.formset
        forms += [formset.management_form, *formset.initial_forms]
    return {
        name: value
        for form in forms
        for bound in form
        for name, value in _value(bound).items()
    }


def with_row(data: dict[str, Any], prefix: str, **row: Any) -> dict[str, Any]:
    """The same with one row more in an inline."""
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    added = {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return {**data, f"{prefix}-TOTAL_FORMS": number + 1, **added}
