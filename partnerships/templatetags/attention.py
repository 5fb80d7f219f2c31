"""The index's lists of records that need attention."""

from typing import Any

from django import template
from django.utils import timezone

from ..admin.site import needs_attention

register = template.Library()


@register.simple_tag(takes_context=True)
def attention(context: template.Context) -> list[dict[str, Any]]:
    """Return what needs attention today, of what the user may see."""
    return needs_attention(context["request"], timezone.localdate())
