"""Many at once over real HTTP; `python -m tests.bench.race_orders` does it with more people and a hundred times."""

import pytest
from django.conf import settings

from tests.bench import races
from tests.bench.clients import Request, ask
from tests.bench.races import asking_for
from tests.factories.goods import make_listing
from tests.factories.orders import make_buyer
from tests.factories.sessions import session_of
from tests.faults.web import serving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


@pytest.fixture
def web(tmp_path, transactional_db):
    with serving(tmp_path, workers=4) as web:
        yield web


def test_the_last_pieces_the_carts_and_the_forms_of_many(web):
    sessions = races.log_in(races.make_buyers(30))

    for _ in range(3):
        races.last_pieces(web, sessions, stock=4)
    races.opposite_carts(web, sessions[:12])
    races.one_key(web, sessions[0], times=20)


def test_a_race_that_sells_too_much_would_be_seen(web):
    with pytest.raises(AssertionError, match="answers"):
        races.last_pieces(web, [*races.log_in(races.make_buyers(1)), ""], stock=1)


def test_a_form_of_somebody_who_is_not_logged_in_orders_nothing(web):
    listing = make_listing()

    answer = ask(web.port, asking_for(listing, session=""), origin=settings.SITE_URL)

    assert (answer.status, answer.location.partition("?")[0]) == (302, "/account/login")
    races.see_no_order(listing)


def test_a_form_from_elsewhere_orders_nothing(web):
    listing = make_listing()
    request = asking_for(listing, session=session_of(make_buyer()))

    answer = ask(web.port, Request(request.path, request.fields, request.session), origin="http://127.0.0.1")

    assert answer.status == 403
    races.see_no_order(listing)
