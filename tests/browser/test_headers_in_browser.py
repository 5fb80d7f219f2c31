"""The strict headers let the site itself work."""

from tests.browser.conftest import WCAG


def test_an_editor_signs_in_under_the_strict_policy(page, sign_in):
    """Signing in logs no error, with the policy and the cookies in force."""
    sign_in(page)
    assert page.locator("#user-tools").is_visible()


def test_the_sign_in_page_passes_axe(page, axe):
    """The first page that an editor meets keeps to WCAG 2.2 AA."""
    page.goto("/admin/login/")
    assert axe(page, tags=WCAG) == []


def test_an_inline_script_does_not_run(new_page):
    """The content security policy stops a script that was injected into a page."""
    page = new_page(expected_errors=("Content Security Policy",))
    page.goto("/admin/login/")
    page.evaluate(
        "() => { const s = document.createElement('script');"
        " s.textContent = 'window.injected = true'; document.body.append(s); }"
    )
    assert page.evaluate("() => window.injected") is None
