import pytest
from django.core.exceptions import ValidationError

from cms.site.models import GeneralSettings
from tests.factories.pages import make_settings

pytestmark = pytest.mark.django_db


def test_a_fresh_shop_has_one():
    GeneralSettings.objects.get().full_clean()


@pytest.mark.parametrize(
    ("field", "low", "high"), [("listings_per_page", 12, 96), ("sold_page_days", 0, 365), ("footer_year", 2000, 2199)]
)
def test_numbers_have_limits(field, low, high):
    for value in (low, high):
        assert getattr(make_settings(**{field: value}), field) == value
    for value in (low - 1, high + 1):
        with pytest.raises(ValidationError) as caught:
            make_settings(**{field: value})
        assert field in caught.value.message_dict
    assert getattr(GeneralSettings.objects.get(), field) == high


def test_the_shops_own_language_comes_first():
    assert make_settings(language="de", further_language="en").languages == ("de", "en")
    assert make_settings(language="de", further_language="").languages == ("de",)


def test_a_language_is_named_once():
    with pytest.raises(ValidationError) as caught:
        make_settings(language="en", further_language="en")

    assert caught.value.message_dict == {"further_language": ["This is the shop's own language already."]}


def test_an_unknown_language_is_refused():
    with pytest.raises(ValidationError) as caught:
        make_settings(language="fr")

    assert list(caught.value.message_dict) == ["language"]
