"""How the paragraphs of a guide are written: their prose, then their sources."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ..models import GuideParagraph
from ..prose import to_html
from ..translation import wording
from .records import cite, disputed

register = template.Library()

# The end tags that close the last words of cleaned prose.
_LAST_TAGS = re.compile(r"(?:</(?:p|li|ul|ol|blockquote|h3)>\s*)+\Z")


@register.simple_tag(takes_context=True)
def cited_paragraph(context: template.Context, paragraph: GuideParagraph) -> SafeString:
    """Write the prose of a paragraph, its sources as marks behind the last word."""
    html = to_html(wording(paragraph, "body").text)
    marks = cite(context, paragraph) + disputed(context, paragraph)
    found = _LAST_TAGS.search(html)
    end = found.start() if found else len(html)
    # Both halves are cleaned HTML, cut before an end tag.
    before, after = mark_safe(html[:end]), mark_safe(html[end:])  # noqa: S308
    return format_html("{}{}{}", before, marks, after)
