import threading

import pytest
from django.db import connection

from cms.operations.models import BackupSettings
from cms.site.models import Appearance, GeneralSettings
from cms.visits.models import VisitSettings
from cms.workbook.models import WorkbookSettings

SETTINGS = [Appearance, BackupSettings, GeneralSettings, VisitSettings, WorkbookSettings]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("setting", SETTINGS)
def test_all_who_ask_at_once_on_the_first_day_get_the_same_row(setting):
    setting.objects.all().delete()
    together, found = threading.Barrier(8), []

    def ask():
        connection.ensure_connection()
        together.wait()
        try:
            found.append(setting.load().pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [1] * 8
    assert setting.objects.count() == 1


@pytest.mark.django_db
def test_a_row_with_another_key_stays_the_one():
    VisitSettings.objects.all().delete()
    VisitSettings.objects.create(pk=7, counting=False)

    assert (VisitSettings.load().pk, VisitSettings.load().counting) == (7, False)
