"""The shapes of the world's countries, drawn once, and where a place lies on them."""

import json
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("world.json")

# The four numbers that define Equal Earth (Šavrič, Patterson and Jenny, 2018).
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796


@dataclass(frozen=True, slots=True)
class World:
    """The map in the units of its own drawing: origin top left, y downwards.

    Keys are ISO 3166-1 alpha-2 codes, with XK for Kosovo. A country too small to draw
    has a point and no shape. ZZ, land that the map gives to no country, has a shape
    and no point.
    """

    width: int
    height: int
    shapes: dict[str, str]
    points: dict[str, tuple[float, float]]


@cache
def _data() -> dict[str, Any]:
    """Read the file once in the life of a process."""
    with _DATA.open(encoding="utf-8") as file:
        data: dict[str, Any] = json.load(file)
    return data


@cache
def world() -> World:
    """Return the one map that every page draws; callers must not change it."""
    data = _data()
    return World(
        width=data["width"],
        height=data["height"],
        shapes=data["shapes"],
        points={code: (x, y) for code, (x, y) in data["points"].items()},
    )


def project(lat: float, lon: float) -> tuple[float, float]:
    """Place a latitude and longitude in degrees on the map, as its shapes were placed.

    Raises ValueError for what is not a place on Earth, so that a latitude and a
    longitude given in the wrong order are found out where that can be seen.
    """
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"Not a place on Earth: latitude {lat}, longitude {lon}.")
    projection = _data()["projection"]
    # The map is cut in the Bering Strait, not at 180°, so that no country is split.
    east = (lon - projection["central_meridian"] + 180) % 360 - 180
    theta = asin(sqrt(3) / 2 * sin(radians(lat)))
    square = theta * theta
    sixth = square**3
    x = (
        2
        / sqrt(3)
        * radians(east)
        * cos(theta)
        / (_A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square))
    )
    y = theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return (
        round(projection["translate_x"] + projection["scale"] * x, 1),
        round(projection["translate_y"] - projection["scale"] * y, 1),
    )
