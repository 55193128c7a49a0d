"""Menu and footer in the admin: the form with its preview, and the order by numbers."""

import json
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.changes.models import Change
from cms.pages.models import Navigation
from cms.pages.records import footer_records, menu_records
from cms.site.models import GeneralSettings, SettingVersion
from tests.factories.people import make_admin, make_editor, make_moderator, make_seller

pytestmark = pytest.mark.django_db

ORDER = "/admin/menu-and-footer/order/"


def link(label, address="/listings"):
    return {"label": label, "page": None, "category": None, "address": address}


def store(menu=(), **columns):
    navigation = Navigation.load()
    navigation.menu = json.dumps([{"type": "link", "value": link(one)} for one in menu])
    navigation.footer = json.dumps(
        [
            {"type": "column", "value": {"heading": heading, "links": [link(one) for one in labels]}}
            for heading, labels in columns.items()
        ]
    )
    navigation.save()


def typed(client, **changes):
    form = client.get(ORDER).context["form"]
    values = {name: field.initial for name, field in form.fields.items() if field.initial is not None}
    return {**values, **{name.replace("_", "-"): value for name, value in changes.items()}}


def menu():
    return [one.label for one in menu_records()]


def footer():
    return {one.heading: [link.label for link in one.items] for one in footer_records()}


@pytest.fixture
def anna(client):
    person = make_editor(name="Anna")
    client.force_login(person)
    return person


def test_entries_are_put_in_order_and_moved_between_columns_and_it_can_be_put_back(client, anna):
    store(["One", "Two", "Three"], Shop=["About", "Help"], Service=["Terms", "Contact"])
    Change.objects.all().delete()
    columns = {
        "menu_0_place": 2,
        "menu_1_remove": "on",
        "column_0_place": 2,
        "column_1_place": 1,
        "link_0_1_column": "1",
        "link_0_1_place": 1,
    }

    answer = client.post(ORDER, typed(client, **columns))

    assert (answer.status_code, answer["Location"]) == (302, ORDER)
    assert menu() == ["One", "Three"]
    assert list(footer().items()) == [("Service", ["Help", "Terms", "Contact"]), ("Shop", ["About"])]
    assert set(Change.objects.values_list("kind", "key")) == {("setting", "navigation")}
    before, after = SettingVersion.objects.order_by("pk")
    assert (before.by, after.by) == (None, anna)
    client.post(f"/admin/settings/shop_pages/navigation/changes/{before.pk}/")
    assert menu() == ["One", "Two", "Three"]
    assert list(footer().items()) == [("Shop", ["About", "Help"]), ("Service", ["Terms", "Contact"])]


def test_links_change_places(client, anna):
    store(["One", "Two", "Three"])

    client.post(ORDER, typed(client, menu_0_place=4))

    assert menu() == ["Two", "Three", "One"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"menu_0_place": ""}, "This field is required."),
        ({"menu_0_place": "first"}, "Enter a whole number."),
        ({"menu_0_place": -1}, "greater than or equal to 1"),
        ({"link_0_0_column": "7"}, "Select a valid choice."),
        ({"link_0_0_column": "1"}, "The column “Shop” would have no links"),
        ({"link_0_0_remove": "on"}, "The column “Shop” would have no links"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_stored(client, anna, changes, words):
    store(["One", "Two"], Shop=["About"], Service=["Terms"])
    wrong = {"menu_1_place": 1, **changes}

    answer = client.post(ORDER, typed(client, **wrong))

    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert (menu(), footer()) == (["One", "Two"], {"Shop": ["About"], "Service": ["Terms"]})
    assert not SettingVersion.objects.exists()


def test_a_column_takes_no_more_links_than_the_form_allows(client, anna):
    store([], Shop=["About"], Service=[f"Link {number}" for number in range(12)])

    answer = client.post(ORDER, typed(client, link_0_0_column="1", column_0_remove="on"))

    # Where the column goes, its link stays in the other one: thirteen.
    assert "The column “Service” would have 13 links; 12 are the most." in answer.content.decode()
    assert footer()["Shop"] == ["About"]


def test_an_order_of_what_somebody_else_has_changed_meanwhile_is_refused(client, anna):
    store(["One", "Two"])
    mine = typed(client, menu_0_place=9)
    store(["One", "Two", "Three"])

    answer = client.post(ORDER, mine)

    assert answer.status_code == 422
    assert "Somebody has changed the menu or the footer meanwhile" in answer.content.decode()
    assert menu() == ["One", "Two", "Three"]
    assert client.post(ORDER, typed(client, menu_0_place=9)).status_code == 302
    assert menu() == ["Two", "Three", "One"]


def test_links_that_lead_nowhere_are_told(client, anna):
    store(["One"])
    gone = link("Old page", "/old-page")
    Navigation.objects.update(menu=json.dumps([{"type": "link", "value": gone}]))

    shown = " ".join(client.get(ORDER).content.decode().split())

    assert "Old page</td> <td><strong>nowhere now: it is left out</strong>" in shown


@pytest.mark.parametrize(("make", "status"), [(make_admin, 302), (make_moderator, 302), (make_seller, 302)])
def test_only_who_may_change_the_menu_may_order_it(client, make, status):
    store(["One", "Two"])
    client.force_login(make_admin(email="first@shop.example"))
    wanted = typed(client, menu_0_place=9)
    client.force_login(make())

    assert client.post(ORDER, wanted).status_code == status
    assert menu() == (["Two", "One"] if make is make_admin else ["One", "Two"])


def render_as_words(kind, draft, request, *, shown, language) -> bytes:
    """Stands in for the generator's renderer."""
    return f"{kind} {shown} {language} {[one.value['label'] for one in draft.menu]}".encode()


def test_the_form_has_a_preview_and_a_way_without_script(client, anna, settings):
    settings.PREVIEW_RENDERER = f"{__name__}.render_as_words"
    store(["One"])
    navigation = Navigation.load()
    names = ["shop_pages", "navigation", navigation.pk]
    draft = nested_form_data(
        {
            "menu": streamfield([("link", {"label": "Two", "page": "", "category": "", "address": "/listings"})]),
            "footer": streamfield([]),
        }
    )
    address = reverse("wagtailsettings:preview_on_edit", args=names)

    posted = client.post(address, urlencode(draft), "application/x-www-form-urlencoded")
    shown = client.get(address, {"mode": "listing"})

    assert posted.json()["is_valid"] is True
    assert shown.content == b"navigation listing  ['Two']"
    assert Navigation.load().preview_modes[3:] == []
    GeneralSettings.objects.update(further_language="de")
    assert Navigation.load().preview_modes[3:] == [
        ("home:de", "Home page in German"),
        ("category:de", "A category in German"),
        ("listing:de", "A listing in German"),
    ]
    assert client.get(address, {"mode": "listing:de"}).content == b"navigation listing de ['Two']"
    assert menu() == ["One"]
    form = client.get(reverse("wagtailsettings:edit", args=names)).content.decode()
    assert f'href="{ORDER}"' in form
    assert "<noscript>" in form
