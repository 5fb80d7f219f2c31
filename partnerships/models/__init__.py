"""The models, by concept."""

from .agreements import (
    ABBREVIATED,
    Agreement,
    AgreementAim,
    AgreementArea,
    AgreementKind,
    AgreementState,
    Topic,
)
from .centres import Network, TrainingCentre
from .citable import citable_fields
from .events import Appointment, Event, EventKind, Person
from .evidence import (
    CITABLE,
    Citation,
    Source,
    SourceKind,
    Statement,
)
from .guides import GlossaryTerm, Guide
from .partners import (
    Affiliation,
    AffiliationStatus,
    Country,
    Framework,
    Partner,
    Region,
)
from .programmes import (
    Activity,
    ActivityKind,
    Participation,
    ParticipationRole,
    Priority,
    Programme,
    ProgrammeKind,
)
from .publishing import Publishable, PublishingStatus, Record

__all__ = [
    "ABBREVIATED",
    "CITABLE",
    "Activity",
    "ActivityKind",
    "Affiliation",
    "AffiliationStatus",
    "Agreement",
    "AgreementAim",
    "AgreementArea",
    "AgreementKind",
    "AgreementState",
    "Appointment",
    "Citation",
    "Country",
    "Event",
    "EventKind",
    "Framework",
    "GlossaryTerm",
    "Guide",
    "Network",
    "Participation",
    "ParticipationRole",
    "Partner",
    "Person",
    "Priority",
    "Programme",
    "ProgrammeKind",
    "Publishable",
    "PublishingStatus",
    "Record",
    "Region",
    "Source",
    "SourceKind",
    "Statement",
    "Topic",
    "TrainingCentre",
    "citable_fields",
]
