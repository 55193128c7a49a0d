"""The Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkbookConfig(AppConfig):
    """Registers the application and the sheets of the cms."""

    name = "cms.workbook"
    label = "workbook"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the sheets, in the order in which they are imported: what others refer to comes first."""
        # The sheets know models, which are not there yet when this module is imported.
        from cms.catalog.admin.additions import WayOut, add_way_out  # noqa: PLC0415
        from cms.workbook.categories import CATEGORIES  # noqa: PLC0415
        from cms.workbook.listings.sheet import LISTINGS  # noqa: PLC0415
        from cms.workbook.pages import PAGES  # noqa: PLC0415
        from cms.workbook.people import PEOPLE  # noqa: PLC0415
        from cms.workbook.sheets import register_sheet  # noqa: PLC0415

        for sheet in (CATEGORIES, PEOPLE, LISTINGS, PAGES):
            register_sheet(sheet)
        add_way_out(WayOut(label=_("Download to change and import"), url_name="listings_workbook", icon="table"))
