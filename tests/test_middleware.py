"""A broken address is refused politely; an odd one that can be read is not."""

import pytest

LONG = "9" * 19


@pytest.mark.parametrize(
    "address",
    [
        "/en/%00",
        "/en/%FF%FE/",
        "/en/%ED%A0%80/",
        f"/en/{LONG}/",
        "/en/?q=%00",
        "/en/?q=%FF",
        "/en/?%ED%A0%80=1",
        f"/en/?page={LONG}",
        f"/en/?page=-{LONG}",
        f"/en/?page={'9_' * 18}9",
        f"/en/?page=1&page={LONG}",
        f"/en/?since=١{'٢' * 18}",
        f"/admin/auth/user/{LONG}/change/",
    ],
)
def test_an_unreadable_address_is_refused(client, address):
    """It is the visitor's error (400), told in a page, never ours (500)."""
    response = client.get(address)
    assert response.status_code == 400
    assert "<html" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/robots.txt?q=%C3%A9t%C3%A9",
        f"/robots.txt?q={LONG}",
        f"/robots.txt?page={LONG[:18]}",
        "/robots.txt?q=%F0%9F%93%98",
        "/robots.txt?a&b=;&=%25",
    ],
)
def test_an_odd_but_readable_address_is_served(client, address):
    """Free text may be any text, and any number of digits."""
    assert client.get(address).status_code == 200


def test_a_cookie_with_a_nul_byte_is_refused(client):
    """A session key with a NUL byte would fail in PostgreSQL."""
    client.cookies.load('sessionid="\\000aaaaaaaaaaaa"')
    assert client.get("/admin/").status_code == 400


def test_every_answer_switches_devices_off(client):
    """No page needs a camera or a position, so none may ask for one."""
    assert "camera=()" in client.get("/healthz").headers["Permissions-Policy"]
