"""The maps: which shape stands for which partner, and where the centres are."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .geography import World, project, world
from .models import (
    Affiliation,
    AffiliationStatus,
    Country,
    Framework,
    Partner,
    TrainingCentre,
)
from .standing import Standing, of_affiliation
from .states import current, status_on

# A country whose outline takes fewer characters than this is too small to see or
# to hit, and gets a dot as well.
SHORT_OUTLINE = 140
# What has ended colours nobody.
COLOURED = (
    AffiliationStatus.ACTIVE,
    AffiliationStatus.SUSPENDED,
    AffiliationStatus.IN_DIALOGUE,
)
# Drawn instead of a framework for a country that is in dialogue with NATO.
NO_FRAMEWORK = "none"


@dataclass(frozen=True, slots=True)
class MappedPartner:
    """A partner on the map: shape, dot if it is small, framework and words."""

    partner: Partner
    path: str
    dot: tuple[float, float] | None
    framework: str
    standing: Standing

    @property
    def is_suspended(self) -> bool:
        """Whether practical cooperation is suspended."""
        return self.standing.state == AffiliationStatus.SUSPENDED

    @property
    def fill(self) -> str:
        """The name of its pattern, so that it does not rest on colour alone."""
        return f"{self.framework}-suspended" if self.is_suspended else self.framework


@dataclass(frozen=True, slots=True)
class Land:
    """A shape that is no partner's; that of an Ally has a dot if it is small."""

    path: str
    is_ally: bool
    dot: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class WorldMap:
    """All that the map shows."""

    width: float
    height: float
    land: list[Land]
    partners: list[MappedPartner]
    allies: int
    day: datetime.date
    legend: list[tuple[Framework, int]]

    @property
    def suspended(self) -> int:
        """How many are striped."""
        return sum(each.is_suspended for each in self.partners)

    @property
    def in_dialogue(self) -> int:
        """How many are in dialogue only."""
        return sum(each.framework == NO_FRAMEWORK for each in self.partners)


def world_map(partners: Iterable[Partner], day: datetime.date) -> WorldMap:
    """Return the map of `partners` as they stood on `day`; asks for the Allies.

    Former partners that became Allies are drawn as Allies.
    """
    shapes = world()
    members = Country.objects.filter(ally_since__started_by=day)
    allies = set(members.values_list("iso_alpha2", flat=True))
    mapped = []
    frameworks: Counter[Framework] = Counter()
    for partner in partners:
        spans = current(partner.affiliations.all(), day)
        now = [each for each in spans if status_on(each, day) in COLOURED]
        if not now or partner.country.iso_alpha2 in allies:
            continue
        mapped.append(_place(partner, now[0], shapes, day))
        if now[0].framework:
            frameworks[now[0].framework] += 1
    taken = {each.partner.country.iso_alpha2 for each in mapped}
    return WorldMap(
        shapes.width,
        shapes.height,
        _land(shapes, allies, taken),
        mapped,
        len(allies),
        day,
        frameworks.most_common(),
    )


def _land(shapes: World, allies: set[str], taken: set[str]) -> list[Land]:
    """Return what is no partner's, Allies last so that their dots lie on the rest."""
    codes = dict.fromkeys([*shapes.shapes, *sorted(allies & shapes.points.keys())])
    land = [
        Land(
            path := shapes.shapes.get(code, ""),
            code in allies,
            shapes.points.get(code)
            if code in allies and len(path) < SHORT_OUTLINE
            else None,
        )
        for code in codes
        if code not in taken
    ]
    return sorted(land, key=lambda each: each.is_ally)


def _place(
    partner: Partner, now: Affiliation, shapes: World, day: datetime.date
) -> MappedPartner:
    code = partner.country.iso_alpha2
    path = shapes.shapes.get(code, "")
    return MappedPartner(
        partner=partner,
        path=path,
        dot=shapes.points.get(code) if len(path) < SHORT_OUTLINE else None,
        framework=now.framework.slug if now.framework else NO_FRAMEWORK,
        standing=of_affiliation(now, partner.affiliations.all(), day),
    )


@dataclass(frozen=True, slots=True)
class CentreMap:
    """A map with a dot a centre, at the place of its town."""

    width: float
    height: float
    land: list[str]
    dots: list[tuple[TrainingCentre, tuple[float, float]]]


def centre_map(centres: Iterable[TrainingCentre]) -> CentreMap:
    """Return the map of those of `centres` whose position is known."""
    shapes = world()
    dots = [
        (centre, project(centre.latitude, centre.longitude))
        for centre in centres
        if centre.latitude is not None and centre.longitude is not None
    ]
    return CentreMap(shapes.width, shapes.height, list(shapes.shapes.values()), dots)
