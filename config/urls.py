"""Every address of the site. Public pages are in partnerships/urls.py."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import include, path, re_path

from config import views
from partnerships import sitemaps

urlpatterns = [
    path("", views.choose_language, name="choose-language"),
    path("admin/", admin.site.urls),
    path("favicon.ico", views.favicon, name="favicon"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    re_path(
        # The first part of a kind has no number; only one address leads to each.
        r"^sitemap-(?P<kind>[a-z]+)"
        r"(?:-(?P<number>[2-9]|[1-9][0-9]{1,4}))?\.xml$",
        sitemaps.part,
        name="sitemap-part",
    ),
    *i18n_patterns(
        path("", include("partnerships.urls")), prefix_default_language=True
    ),
    # Serves uploads in debug only, and nothing otherwise.
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]

handler400 = "django.views.defaults.bad_request"
handler403 = "django.views.defaults.permission_denied"
handler404 = "django.views.defaults.page_not_found"
handler500 = "django.views.defaults.server_error"
