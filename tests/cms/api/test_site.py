"""The chrome as the generator gets it."""

from __future__ import annotations

import pytest

from cms.api.site import site_record
from cms.site.models import Appearance
from tests.factories.goods import make_category

pytestmark = pytest.mark.django_db


def button():
    look = site_record().appearance
    return look.hero_button_label, look.hero_button_path


def test_a_heros_button_that_leads_nowhere_is_left_out():
    category = make_category("Bikes")
    Appearance.load()
    Appearance.objects.update(hero_button_label="Ride", hero_button_address=f"/category/{category.slug_path}")
    assert button() == ("Ride", "/category/bikes")

    category.delete()

    assert button() == ("", "")
