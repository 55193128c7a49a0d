"""The interface against its own description: whatever is sent, no fault of ours, and answers as described."""

import os
from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks

from commerce.api.site import api
from commerce.api.tokens import SCOPES, make_token
from tests.factories.goods import make_listing
from tests.factories.orders import make_buyer, make_order

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("API_EXAMPLES", "12"))
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


def described():
    schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
    schema.app = get_wsgi_application()
    return schema


OPERATIONS = [one.ok() for one in described().get_all_operations()]


@pytest.fixture(autouse=True)
def _connection_stays():
    """Between two requests, as for Django's own test client: the test is one transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def headers(db, settings):
    """Of somebody who sells and buys, with something in every list."""
    settings.API_RATES = dict.fromkeys(settings.API_RATES, 10**9)
    now = timezone.now()
    order = make_order(make_listing(stock=5), now=now)
    person = order.seller
    make_order(buyer=make_buyer(), now=now - timedelta(hours=1))
    _, secret = make_token(person.pk, "Any", list(SCOPES), days=1, now=now)
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.method} {one.path}")
def test_every_answer_is_as_described(operation, headers):
    @settings(
        max_examples=EXAMPLES,
        derandomize="API_EXAMPLES" not in os.environ,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy() | operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE))
    def send(case):
        case.call_and_validate(headers=headers, checks=CHECKS)

    send()
