"""How the paragraphs of a guide are written: their prose, then their sources."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ..evidence import Evidence
from ..models import GuideParagraph
from ..prose import to_html
from ..translation import wording
from .records import cite_these, disputed

register = template.Library()

# The end tags that close the last words of cleaned prose.
_LAST_TAGS = re.compile(r"(?:</(?:p|li|ul|ol|blockquote|h3)>\s*)+\Z")


@register.simple_tag(takes_context=True)
def cited_paragraph(context: template.Context, paragraph: GuideParagraph) -> SafeString:
    """Write the prose of a paragraph, its sources as marks behind the last word."""
    html = to_html(wording(paragraph, "body").text)
    # It is one text: what is cited for all of it stands behind it too.
    evidence: Evidence = context["evidence"]
    disputes = evidence.disagreements(paragraph)
    disputing = {citation for each in disputes for citation in each.disputing}
    behind = [each for each in evidence.about(paragraph) if each not in disputing]
    marks = cite_these(context, behind) + disputed(context, paragraph)
    found = _LAST_TAGS.search(html)
    end = found.start() if found else len(html)
    # Both halves are cleaned HTML, cut before an end tag.
    before, after = mark_safe(html[:end]), mark_safe(html[end:])  # noqa: S308
    return format_html("{}{}{}", before, marks, after)
