"""Shoppers with a browser that says where its forms come from."""

from __future__ import annotations

import pytest
from django.test import Client

FROM_HERE = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def guest():
    return Client(**FROM_HERE)
