"""Every operation with every way to log in: a new one without an expectation fails."""

import pytest

from commerce.api.site import api
from commerce.api.tokens import SCOPES
from tests.factories.orders import make_buyer

pytestmark = pytest.mark.django_db

EXPECTED = {
    "list_listings": "everybody",
    "get_listing": "everybody",
    "list_categories": "everybody",
    "get_seller": "everybody",
    "list_reviews": "everybody",
    "list_own": {"read", "sell"},
    "get_own": {"read", "sell"},
    "create_listing": {"sell"},
    "change_listing": {"sell"},
    "delete_draft": {"sell"},
    "act_on_listing": {"sell"},
    "upload_photo": {"sell"},
    "get_holiday": {"read", "sell"},
    "set_holiday": {"sell"},
    "end_holiday": {"sell"},
    "list_offers": {"read", "buy", "sell"},
    "make_offer": {"buy"},
    "get_offer": {"read", "buy", "sell"},
    "act_on_offer": {"buy", "sell"},
    "get_offer_rule": {"read", "sell"},
    "set_offer_rule": {"sell"},
    "list_places": {"read", "buy"},
    "join_waiting_list": {"buy"},
    "leave_waiting_list": {"buy"},
    "get_cart": {"read", "buy"},
    "add_line": {"buy"},
    "change_line": {"buy"},
    "accept_line": {"buy"},
    "remove_line": {"buy"},
    "list_favourites": {"read", "buy"},
    "save_favourite": {"buy"},
    "forget_favourite": {"buy"},
    "list_orders": {"read", "buy", "sell"},
    "place_orders": {"buy"},
    "get_order": {"read", "buy", "sell"},
    "act_on_order": {"buy", "sell"},
    "list_conversations": {"messages"},
    "begin_conversation": {"messages"},
    "get_conversation": {"messages"},
    "write_message": {"messages"},
    "mark_as_seen": {"messages"},
    "get_person": {"read", "sell", "buy", "messages"},
}
LACKS = "The token lacks a scope that this needs."
VALUES = {
    "listing_id": "1",
    "line_id": "1",
    "offer_id": "1",
    "answer": "accept",
    "conversation_id": "1",
    "number": "O-000001",
    "act": "publish",
    "action": "accept",
}


def operations():
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, told in methods.items():
            if told["operationId"] != "me":
                yield told["operationId"], method.upper(), path.removeprefix("/api").format(**VALUES)


def test_every_operation_has_an_expectation_and_no_other():
    assert {name for name, _, _ in operations()} == set(EXPECTED)


@pytest.fixture
def asked(program):
    def _asked(who, method, path):
        # A photo is no JSON: without one, who may send it is asked for it.
        answer = who.send(method, path, {} if method in {"POST", "PUT"} and path != "/sell/photos" else None)
        assert answer.status_code < 500
        if answer.status_code >= 400:
            assert answer["Content-Type"] == "application/problem+json"
        if answer.status_code == 401:
            return "unknown"
        return "lacks" if answer.status_code == 403 and answer.json()["detail"] == LACKS else "in"

    return _asked


@pytest.mark.parametrize(("name", "method", "path"), list(operations()), ids=str)
def test_who_gets_in(program, page_of, asked, name, method, path):
    person = make_buyer()
    open_to_all = EXPECTED[name] == "everybody"

    assert asked(program(), method, path) == ("in" if open_to_all else "unknown")
    assert asked(page_of(person), method, path) == "in"
    for scope in SCOPES:
        fits = open_to_all or scope in EXPECTED[name]
        assert asked(program(person, scope), method, path) == ("in" if fits else "lacks"), scope
