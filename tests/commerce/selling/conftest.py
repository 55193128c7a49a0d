"""A seller whose address is confirmed, in a browser, and forms as the browser sends them."""

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cms.catalog.models import Availability, Listing
from tests.factories.goods import make_category
from tests.factories.people import make_seller


class Desk:
    """A browser of somebody who is logged in."""

    def __init__(self, client, person):
        self.client = client
        self.person = person
        client.force_login(person)

    def get(self, path, **query):
        return self.client.get(path, query)

    def post(self, path, said=None):
        return self.client.post(path, said or {}, headers={"Origin": settings.SITE_URL})


def verified(person):
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def seller(db):
    return verified(make_seller())


@pytest.fixture
def desk(client, seller):
    return Desk(client, seller)


@pytest.fixture
def stranger(db):
    """Somebody else who sells, in a browser of their own."""
    return Desk(Client(), verified(make_seller()))


@pytest.fixture
def category(db):
    return make_category("Chairs")


@pytest.fixture
def said(category):
    """A form as it is sent: `said(title="…")`."""

    def _said(**fields):
        return {
            "do": "publish",
            "title": "Red chair",
            "category": category.pk,
            "description": "Bought in May.\r\n\r\nAs good as new.",
            "condition": "good",
            "price": "42,50",
            "quantity": 1,
            "postcode": "53111",
            "city": "Bonn",
            "key": "0123456789abcdef",
        } | fields

    return _said


@pytest.fixture
def stored():
    """What the database has of a listing, as one tuple to compare."""

    def _stored(listing_id):
        listing = Listing.objects.get(pk=listing_id)
        availability = Availability.objects.get(pk=listing_id)
        return (
            listing.title,
            listing.live,
            listing.published_at,
            listing.latest_revision_id,
            availability.status,
            availability.stock,
            availability.reserved,
            availability.expires_at,
        )

    return _stored


@pytest.fixture
def photo_file():
    def _file(content, name="sofa.jpg"):
        return SimpleUploadedFile(name, content, content_type="image/jpeg")

    return _file
