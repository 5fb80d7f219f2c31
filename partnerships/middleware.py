"""What every request must pass, and what every answer carries."""

import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.views.defaults import bad_request

GetResponse = Callable[[HttpRequest], HttpResponse]

# 19 digits or more may not fit a database's largest integer. Python reads
# underscores between digits too.
_TOO_LONG_A_NUMBER = re.compile(r"\d(?:_?\d){18}")

# Free text may hold any digits: it is never read as a number.
_FREE_TEXT = frozenset({"q"})

_NOTHING_ALLOWED = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


def _is_unreadable(request: HttpRequest) -> bool:
    """Whether the address or a cookie holds what no database could be asked for."""
    query = request.META.get("QUERY_STRING", "").encode("latin-1", "replace")
    try:
        # Django leaves bytes of the path that are not UTF-8 in their %XX form.
        path = unquote_to_bytes(request.path_info).decode()
        address = path + unquote_to_bytes(query).decode()
    except UnicodeError:
        return True
    if "\0" in address or any("\0" in value for value in request.COOKIES.values()):
        return True
    return bool(_TOO_LONG_A_NUMBER.search(path)) or any(
        _TOO_LONG_A_NUMBER.search(value)
        for name, values in request.GET.lists()
        if name not in _FREE_TEXT
        for value in values
    )


def refuse_unreadable_requests(get_response: GetResponse) -> GetResponse:
    """Answer 400 to a broken address, which would otherwise fail in the database."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if _is_unreadable(request):
            # Not raised: Django would log a traceback for every probe of a robot.
            return bad_request(request, BadRequest("The address can't be read"))
        return get_response(request)

    return middleware


def permissions_policy(get_response: GetResponse) -> GetResponse:
    """Tell the browser that no page here needs a device or a sensor."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", _NOTHING_ALLOWED)
        return response

    return middleware
