"""What people told the shop in confidence stands in no file of the build, whatever table it is in."""

import gzip
import html
import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from cms.accounts.models import SellerProfile, User
from commerce.orders import codes
from commerce.orders.models import HandoverCode, Order
from tests.commerce.access_world import make_people, make_things

pytestmark = pytest.mark.django_db(transaction=True)

OF_PEOPLE = (
    "shop_",
    "accounts.user",
    "account.",
    "mfa.",
    "usersessions.",
    "sessions.",
    "django_tasks_db.",
    "wagtailcore",
)
"""The tables that are looked through: all of the shop's own, whoever adds one."""

PUBLIC_TABLES = ("shop_pages.", "shop_site.")
PUBLIC = {
    "shop_reviews.review.text",
    "shop_reviews.review.reply",
    "shop_orders.orderline.title",
    "shop_orders.orderline.description",
    "shop_orders.order.seller_name",
    "wagtailcore.site.hostname",
}
"""What anybody may read: a review once it is published, the name under which somebody sells."""

WORDS = {"shop_orders.orderevent.actor", "shop_orders.orderevent.target", "shop_orders.orderevent.action"}
"""Words of the machine, which pages use otherwise."""

SHORTEST = 6
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT")


def texts_of(value):
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts_of(one)]
    if isinstance(value, list | tuple):
        return [text for one in value for text in texts_of(one)]
    return [str(value)]


def stored_texts(is_wanted):
    """Each text in the fields for which `is_wanted(table, field)`, with where it stands."""
    found = {}
    for model in apps.get_models():
        label = model._meta.label_lower  # noqa: SLF001 (Django's public name)
        for field in model._meta.concrete_fields:  # noqa: SLF001 (as above)
            if field.choices or not isinstance(field, models.CharField | models.TextField | models.JSONField):
                continue
            if is_wanted(f"{label}.{field.name}"):
                for value in model._base_manager.values_list(field.name, flat=True):  # noqa: SLF001 (as above)
                    found |= {text: f"{label}.{field.name}" for text in texts_of(value) if len(text) >= SHORTEST}
    return found


def private_texts():
    """What stands in tables of people and nowhere that anybody may read."""
    public = stored_texts(
        lambda where: where.startswith(("catalog.", "accounts.sellerprofile.")) or where in PUBLIC | WORDS
    )
    kept = stored_texts(
        lambda where: (
            where.startswith(OF_PEOPLE) and not where.startswith(PUBLIC_TABLES) and where not in PUBLIC | WORDS
        )
    )
    return {text: where for text, where in kept.items() if text not in public and not MOMENT.match(text)}


@pytest.fixture
def built(settings, tmp_path):
    settings.BUILD_DIR = tmp_path / "build"
    people = make_people()
    for number, user in enumerate(User.objects.all()):
        User.objects.filter(pk=user.pk).update(name=f"Adalbert Geheimrat{number}")
    for number, profile in enumerate(SellerProfile.objects.all()):
        SellerProfile.objects.filter(pk=profile.pk).update(display_name=f"Barn {number}", slug=f"barn-{number}")
    make_things(people)
    call_command("publish", "--full", "--json")
    texts = {}
    live = (settings.BUILD_DIR / "live").resolve()
    for file in live.rglob("*"):
        if file.is_file():
            body = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
            texts[str(file.relative_to(live))] = html.unescape(body.decode(errors="replace"))
    return people, texts


def test_no_text_of_a_private_table_is_in_any_file(built):
    people, files = built
    private = private_texts()
    for order in Order.objects.all():
        private[order.label] = "the number of an order"
    for code in HandoverCode.objects.all():
        private[codes.code_for(code.nonce)] = "the code of a hand-over"

    leaks = [
        f"{where}: {text[:60]!r} in {name}"
        for text, where in private.items()
        for name, body in files.items()
        if text in body
    ]

    assert not leaks, "\n" + "\n".join(leaks)
    assert any("Barn 0" in body for body in files.values())
    needed = {people["buyer"].email, "Is it still there?", "Bahnhofsplatz 1", "It is a fake.", "new@example.org"}
    assert needed <= {*private}
    assert len(private) > 40
