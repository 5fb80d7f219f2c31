"""The one app of the site."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    """Partnership records, their sources, and the pages that show them."""

    name = "partnerships"
    verbose_name = _("NATO partnerships")
    default_auto_field = "django.db.models.BigAutoField"
