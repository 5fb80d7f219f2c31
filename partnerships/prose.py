"""Editors' prose: Markdown to HTML, through two walls."""

import html

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

# Raw HTML is off, so that what an editor types is text; what comes out is cleaned
# all the same, so that a fault in the first wall is not one of the site.
_markdown = MarkdownIt("commonmark", {"html": False})
TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "br", "h3"}


def to_html(text: str) -> SafeString:
    """Return the HTML of Markdown `text`: paragraphs, lists, emphasis and links."""
    clean = nh3.clean(
        _markdown.render(text),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
    )
    return mark_safe(clean)  # noqa: S308 (cleaned on the line above)


def to_text(text: str) -> str:
    """Return the words of Markdown `text` alone, for where no HTML may stand.

    Not marked as safe: an attribute needs quotation marks escaped that text does not.
    """
    return html.unescape(strip_tags(to_html(text)))
