"""Public pages in a real browser: for everyone, at any size, by keyboard, on paper."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model

from tests.browser.conftest import WCAG

# One page of each kind, where it is full, and where it is empty or wrong.
PAGES = {
    "home": "/en/",
    "partners": "/en/partners/",
    "partner": "/en/partners/colombia/",
    "allies": "/en/allies/",
    "frameworks": "/en/frameworks/",
    "framework": "/en/frameworks/partnership-for-peace/",
    "agreements": "/en/agreements/",
    "agreement": "/en/agreements/colombia-itpp-2021/",
    "topics": "/en/topics/",
    "topic": "/en/topics/cyber-defence/",
    "programmes": "/en/programmes/",
    "programme": "/en/programmes/science-for-peace-and-security/",
    "activities": "/en/activities/",
    "activity": "/en/activities/sps-arw-counter-terrorism-2019/",
    "centres": "/en/centres/",
    "centre": "/en/centres/cides/",
    "events": "/en/events/?page=2",
    "event": "/en/events/colombia-dialogue-begins/",
    "person": "/en/people/jens-stoltenberg/",
    "sources": "/en/sources/",
    "source": "/en/sources/nato-relations-colombia/",
    "guides": "/en/guides/",
    "guide": "/en/guides/what-is-a-global-partner/",
    "glossary": "/en/glossary/",
    "disagreements": "/en/disagreements/",
    "about the evidence": "/en/method/",
    "a list with a filter that can't be read": "/en/agreements/?year=never&kind=x",
    "a filtered list": "/en/agreements/?partner=colombia&state=in-force",
    "an empty list": "/en/events/?partner=malta&kind=summit&year=1990",
    "not found": "/en/partners/atlantis/",
    "a bad address": "/en/partners/?topic=%00",
    "French": "/fr/partners/ukraine/",
    "Spanish": "/es/agreements/",
}
# What the two error pages leave in the console.
REFUSED = ("status of 40[04]",)
# What axe leaves there: it measures with inline styles, and the policy refuses them.
MEASURING = ("Applying inline style",)

ADMIN_PAGES = {
    "index": "/admin/",
    "list": "/admin/partnerships/agreement/",
    "list of sources, long": "/admin/partnerships/source/",
    "form with inlines": "/admin/partnerships/partner/?q=colombia",
    "add": "/admin/partnerships/event/add/",
}

SIZES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"width": 360, "height": 740},
}


@pytest.mark.parametrize("size", SIZES)
def test_every_kind_of_page_passes_axe(new_page, axe, size: str) -> None:
    """WCAG 2.2 AA and axe's best practices, in both schemes and on a phone."""
    page = new_page(expected_errors=(*REFUSED, *MEASURING), **SIZES[size])
    found = {}
    for name, path in PAGES.items():
        page.goto(path)
        if problems := axe(page):
            found[name] = problems
    assert found == {}


def admin_paths(page) -> dict[str, str]:
    """The admin's pages, that of one partner and of its deletion among them."""
    page.goto("/admin/partnerships/partner/?q=colombia")
    change = (
        page.locator("#result_list a[href*='/change/']").first.get_attribute("href")
    ).split("?")[0]
    return {
        **ADMIN_PAGES,
        "form": change,
        "delete": change.replace("/change/", "/delete/"),
    }


@pytest.mark.parametrize("size", SIZES)
def test_the_admin_passes_axe(new_page, axe, sign_in, size: str) -> None:
    """Index, lists, forms with inlines and the question before a deletion."""
    page = new_page(expected_errors=MEASURING, **SIZES[size])
    page.goto("/admin/login/")
    found = {"login": axe(page, tags=WCAG)}
    sign_in(page)
    for name, path in admin_paths(page).items():
        page.goto(path)
        found[name] = axe(page, tags=WCAG)
    assert {name: problems for name, problems in found.items() if problems} == {}


def every_admin_path(page) -> Iterator[str]:
    """List, new form, form, history and deletion of every kind, accounts among them.

    The page must go to each path before it asks for the next.
    """
    yield from ("/admin/", "/admin/password_change/")
    for model in admin.site._registry:
        kind = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        yield kind
        form = page.locator("#result_list a[href*='/change/']").first
        record = form.get_attribute("href").partition("change/")[0]
        yield f"{kind}add/"
        yield from (f"{record}{name}/" for name in ("change", "history", "delete"))
        if model is get_user_model():
            yield f"{record}password/"


def test_every_form_of_the_admin_passes_axe(new_page, axe, sign_in) -> None:
    """Whatever a kind of record needs; what is long in one is short in another."""
    page = new_page(expected_errors=MEASURING)
    sign_in(page, "owner")
    found = {}
    for path in every_admin_path(page):
        page.goto(path)
        if problems := axe(page, tags=WCAG):
            found[path] = problems
    page.goto("/admin/partnerships/glossaryterm/")
    page.check("#action-toggle")
    page.select_option("select[name=action]", "delete_selected")
    page.click("button[name=index]")
    assert "Are you sure" in page.locator("#content").inner_text()
    if problems := axe(page, tags=WCAG):
        found["deletion of many"] = problems
    page.goto("/admin/partnerships/source/")
    page.check("#action-toggle")
    page.select_option("select[name=action]", "withdraw_selected")
    page.click("button[name=index]")
    assert "Nothing was withdrawn yet" in page.locator("#content").inner_text()
    if problems := axe(page, tags=WCAG):
        found["what becomes of records that rest on sources"] = problems
    assert found == {}


def overflowing(page) -> list[str]:
    """What sticks out at the right of the page, if the page scrolls sideways."""
    return page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          return [...document.querySelectorAll('body *')]
            .filter(each => each.getBoundingClientRect().right > width + 1)
            .map(each => each.tagName + '.' + each.getAttribute('class'))
            .slice(0, 8);
        }"""
    )


@pytest.mark.parametrize("width", [320, 360, 768])
def test_no_page_scrolls_sideways(new_page, width: int) -> None:
    """320 px is also a window of 1280 px at 400 % (WCAG 1.4.10)."""
    page = new_page(width=width, height=640, expected_errors=REFUSED)
    found = {}
    for name, path in PAGES.items():
        page.goto(path)
        if sticking_out := overflowing(page):
            found[name] = sticking_out
    assert found == {}


def focused(page) -> dict:
    """What has the focus: its words, where it leads, and whether it can be seen."""
    return page.evaluate(
        """() => {
          const it = document.activeElement;
          const box = it.getBoundingClientRect();
          const style = getComputedStyle(it);
          const ring = parseFloat(style.outlineWidth) > 0
            && style.outlineStyle !== 'none' || style.boxShadow !== 'none';
          const covering = document.elementFromPoint(
            box.x + box.width / 2, box.y + box.height / 2);
          return {
            tag: it.tagName.toLowerCase(),
            id: it.id,
            name: it.getAttribute('name'),
            words: (it.getAttribute('aria-label') || it.textContent || '').trim(),
            href: it.getAttribute('href'),
            inside: it.closest('main') ? 'main' : it.closest('header') ? 'header' : '',
            ring,
            visible: box.width > 0 && box.height > 0 && box.bottom > 0
              && box.top < innerHeight && box.right > 0,
            covered: !(covering && (it.contains(covering) || covering.contains(it))),
          };
        }"""
    )


def test_the_skip_link_is_first_and_leads_into_the_page(page) -> None:
    """One key past the menu, and the next one is inside the content."""
    page.goto("/en/partners/colombia/")
    page.keyboard.press("Tab")
    first = focused(page)
    assert first["href"] == "#main"
    assert first["visible"] and first["ring"]
    page.keyboard.press("Enter")
    assert focused(page)["id"] == "main"
    page.keyboard.press("Tab")
    assert focused(page)["inside"] == "main"


@pytest.mark.parametrize("width", [1440, 360])
def test_the_menu_can_be_walked_by_keyboard(new_page, width: int) -> None:
    """Each stop can be seen; 'More' opens with Enter, and its links follow."""
    page = new_page(width=width)
    page.goto("/en/")
    more = page.locator(".site-nav__more summary")
    seen = []
    for _ in range(30):
        page.keyboard.press("Tab")
        now = focused(page)
        seen.append(now)
        assert now["ring"], now
        assert now["visible"], now
        if more.evaluate("it => it === document.activeElement"):
            break
    else:
        pytest.fail(f"More is not reached: {[each['words'] for each in seen]}")
    assert "/en/partners/" in [each["href"] for each in seen]
    assert not page.locator(".site-nav__sub").is_visible()
    page.keyboard.press("Enter")
    assert page.locator(".site-nav__sub").is_visible()
    page.keyboard.press("Tab")
    link = focused(page)
    assert link["href"] == "/en/frameworks/"
    assert link["visible"] and link["ring"] and not link["covered"]
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/frameworks/")


@pytest.mark.parametrize("javascript", [True, False], ids=["with", "without script"])
def test_a_list_is_filtered_by_keyboard(new_page, javascript: bool) -> None:
    """Open the filters, choose, type, apply; the answer keeps what was set."""
    page = new_page(java_script_enabled=javascript)
    page.goto("/en/events/")
    before = page.locator("h2.results__title").inner_text()
    fold = page.locator("details.filters__fold")
    if fold.get_attribute("open") is None:
        page.locator(".filters__summary").focus()
        page.keyboard.press("Enter")
    page.locator("select[name=partner]").focus()
    page.keyboard.type("Colombia")
    year = page.locator("input[name=year]")
    year.focus()
    page.keyboard.type("2023")
    page.keyboard.press("Enter")
    page.wait_for_url("**partner=colombia**")
    assert "year=2023" in page.url
    after = page.locator("h2.results__title").inner_text()
    assert after != before
    assert page.locator("select[name=partner]").input_value() == "colombia"
    assert page.locator("input[name=year]").input_value() == "2023"
    for date in page.locator(".record__date").all_inner_texts():
        assert "2023" in date


def test_every_stop_on_a_page_can_be_seen(page) -> None:
    """Nothing that has the focus is invisible or without a ring."""
    for path in ("/en/agreements/?year=never", "/en/guides/what-is-a-global-partner/"):
        page.goto(path)
        for stop in range(60):
            page.keyboard.press("Tab")
            now = focused(page)
            # Past the last stop, the walk begins again.
            if now["tag"] == "body" or (stop and now["href"] == "#main"):
                break
            assert now["ring"], now
            assert now["visible"], now


def test_every_page_reads_without_scripts(new_page) -> None:
    """Headings, sources and the way on are there; nothing waits for a script."""
    page = new_page(java_script_enabled=False, expected_errors=REFUSED)
    for name, path in PAGES.items():
        page.goto(path)
        assert page.locator("h1").is_visible(), name
        assert page.locator("main a").first.is_visible(), name
    page.goto("/en/partners/colombia/")
    for heading in page.locator("main h2").all():
        assert heading.is_visible()
    page.locator(".site-nav__more summary").click()
    assert page.locator(".site-nav__sub a").first.is_visible()


def test_a_printed_page_is_the_record_alone(page) -> None:
    """No menu, no filters; the facts, the sources, and the addresses of links."""
    page.goto("/en/partners/colombia/")
    page.emulate_media(media="print")
    for hidden in (".site-nav", ".skip-link", ".languages", ".breadcrumbs"):
        for each in page.locator(hidden).all():
            assert not each.is_visible(), hidden
    for shown in ("h1", ".key-facts", ".sources"):
        assert page.locator(shown).first.is_visible(), shown
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    page.goto("/en/events/")
    assert not page.locator("form.filters").is_visible()
    assert not page.locator(".pagination").is_visible()


def test_paper_is_white_in_dark_mode_too(new_page) -> None:
    """Whoever prints at night still prints dark on white."""
    page = new_page(color_scheme="dark")
    page.goto("/en/partners/colombia/")
    page.emulate_media(media="print")
    # Colours change a moment later, not at once.
    page.wait_for_function("getComputedStyle(document.body).color === 'rgb(0, 0, 0)'")
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(paper) == "rgb(255, 255, 255)"


def test_forced_colours_keep_the_page_readable(new_page) -> None:
    """In high contrast, statuses and frameworks are still words."""
    page = new_page(forced_colors="active")
    page.goto("/en/partners/")
    for status in page.locator("td .status").all()[:5]:
        assert status.inner_text().strip()


def test_a_reader_goes_from_a_fact_to_its_source_and_back(page) -> None:
    """One click to the source in the list, one click back."""
    page.goto("/en/partners/colombia/")
    reference = page.locator("main sup.cite a").first
    target = reference.get_attribute("href")
    reference.click()
    assert page.url.endswith(target)
    item = page.locator(target)
    assert item.is_visible()
    item.locator(".sources__number a").click()
    assert "#cite-" in page.url
    item.locator(".sources__title a").click()
    page.wait_for_url("**/en/sources/**")


def test_the_map_leads_to_the_partners(page) -> None:
    """By keyboard, too: each shape is a link with words."""
    page.goto("/en/")
    link = page.locator("svg.map a[href='/en/partners/colombia/']")
    assert "Global partner since 18 May 2017" in link.get_attribute("aria-label")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/partners/colombia/")
