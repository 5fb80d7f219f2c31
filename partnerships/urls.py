"""The addresses of the public pages, below the prefix of the language."""

from django.urls import path

from .views import (
    agreements,
    allies,
    centres,
    events,
    evidence,
    guides,
    partners,
    programmes,
)
from .views.home import home
from .views.method import method

app_name = "partnerships"
urlpatterns = [
    path("", home, name="home"),
    path("partners/", partners.PartnerList.as_view(), name="partner-list"),
    path("partners/<slug:slug>/", partners.PartnerPage.as_view(), name="partner-page"),
    path("allies/", allies.AllyList.as_view(), name="ally-list"),
    path("frameworks/", partners.FrameworkList.as_view(), name="framework-list"),
    path(
        "frameworks/<slug:slug>/",
        partners.FrameworkPage.as_view(),
        name="framework-page",
    ),
    path("agreements/", agreements.AgreementList.as_view(), name="agreement-list"),
    path(
        "agreements/<slug:slug>/",
        agreements.AgreementPage.as_view(),
        name="agreement-page",
    ),
    path("topics/", agreements.TopicList.as_view(), name="topic-list"),
    path("topics/<slug:slug>/", agreements.TopicPage.as_view(), name="topic-page"),
    path("programmes/", programmes.ProgrammeList.as_view(), name="programme-list"),
    path(
        "programmes/<slug:slug>/",
        programmes.ProgrammePage.as_view(),
        name="programme-page",
    ),
    path("activities/", programmes.ActivityList.as_view(), name="activity-list"),
    path(
        "activities/<slug:slug>/",
        programmes.ActivityPage.as_view(),
        name="activity-page",
    ),
    path("centres/", centres.TrainingCentreList.as_view(), name="centre-list"),
    path(
        "centres/<slug:slug>/", centres.TrainingCentrePage.as_view(), name="centre-page"
    ),
    path("events/", events.EventList.as_view(), name="event-list"),
    path("events/<slug:slug>/", events.EventPage.as_view(), name="event-page"),
    path("people/<slug:slug>/", events.PersonPage.as_view(), name="person-page"),
    path("sources/", evidence.SourceList.as_view(), name="source-list"),
    path("sources/<slug:slug>/", evidence.SourcePage.as_view(), name="source-page"),
    path(
        "disagreements/", evidence.DisagreementList.as_view(), name="disagreement-list"
    ),
    path("guides/", guides.GuideList.as_view(), name="guide-list"),
    path("guides/<slug:slug>/", guides.GuidePage.as_view(), name="guide-page"),
    path("method/", method, name="method"),
    path("glossary/", guides.Glossary.as_view(), name="glossary"),
]
