"""People who look at pages and press buttons."""

import pytest
from django.conf import settings
from django.test import Client


class Visitor(Client):
    """A browser of this shop, in which somebody is logged in."""

    def __init__(self, person=None):
        super().__init__(headers={"Origin": settings.SITE_URL})
        if person is not None:
            self.force_login(person)

    def page(self, path, status=200, **sent):
        """The text of a page."""
        response = self.get(path, sent)
        assert response.status_code == status, response.content[:400]
        return response.content.decode()

    def press(self, path, status=302, **sent):
        """What the form of a page sends; the response."""
        response = self.post(path, sent)
        assert response.status_code == status, response.content.decode()[:3000]
        return response


@pytest.fixture
def visit():
    return Visitor
