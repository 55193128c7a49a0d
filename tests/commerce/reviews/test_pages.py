import pytest
from django.test import Client
from django.utils import timezone

from commerce.orders.models import Order
from commerce.reviews import services
from commerce.reviews.models import Review
from tests.factories.goods import make_listing
from tests.factories.orders import make_order
from tests.factories.people import make_moderator, make_seller, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    order = make_order(make_listing(seller=make_seller(name="Sam", display_name="Sam's barn")), state="completed")
    Order.objects.filter(pk=order.pk).update(received_at=timezone.now())
    return order


@pytest.fixture
def browser():
    def make(person):
        client = Client(headers={"Sec-Fetch-Site": "same-origin"})
        client.force_login(person)
        return client

    return make


def test_both_sides_write_and_then_read(browser, order):
    path = f"{order.path}/review"
    buyer, seller = browser(order.buyer), browser(order.seller)

    page = buyer.post(path, {"stars": "5", "text": "All <b>well</b>."}, follow=True).content.decode()
    assert "Thank you for your review." in page
    assert "All &lt;b&gt;well&lt;/b&gt;." in page
    assert "All &lt;b&gt;" not in seller.get(path).content.decode()

    page = seller.post(path, {"stars": "4"}, follow=True).content.decode()
    assert "All &lt;b&gt;well&lt;/b&gt;." in page

    page = seller.post(f"{path}/reply", {"reply": "Thanks!"}, follow=True).content.decode()
    assert "Your reply is published." in page
    assert "Thanks!" in buyer.get(path).content.decode()
    assert seller.post(f"{path}/reply", {"reply": "Again!"}).status_code == 409


@pytest.mark.parametrize("values", [{}, {"stars": "6"}, {"stars": "x"}, {"stars": "5", "text": "x" * 1001}])
def test_what_is_wrong_is_said_and_nothing_stored(browser, order, values):
    response = browser(order.buyer).post(f"{order.path}/review", values)

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not Review.objects.exists()


def test_a_second_review_is_refused(browser, order):
    client = browser(order.buyer)
    client.post(f"{order.path}/review", {"stars": "5"})

    assert client.post(f"{order.path}/review", {"stars": "1"}).status_code == 409
    assert Review.objects.get().stars == 5


def test_the_page_of_a_deal_that_is_done_leads_to_the_review_first(browser, order):
    client, main = browser(order.buyer), '<a class="button" href="{}">{}</a>'
    review = main.format(f"{order.path}/review", "Write a review")
    receipt = main.format(f"{order.path}/receipt", "Open the receipt")

    page = client.get(order.path).content.decode()
    assert review in page
    assert receipt not in page
    assert f"<title>Order {order.label} · " in page
    assert "How was it with Sam&#39;s barn?" in page

    client.post(f"{order.path}/review", {"stars": "5"})
    page = client.get(order.path).content.decode()
    assert review not in page
    assert receipt in page
    assert f'<a class="button button--quiet" href="{order.path}/review">Read the reviews</a>' in page
    assert review in browser(order.seller).get(order.path).content.decode()


def test_two_weeks_later_the_page_asks_for_no_review(browser, order):
    Order.objects.filter(pk=order.pk).update(received_at=timezone.now() - services.WINDOW)

    assert "Write a review" not in browser(order.buyer).get(order.path).content.decode()


def test_an_order_that_is_not_done_says_so(browser):
    order = make_order()

    page = browser(order.buyer).get(f"{order.path}/review").content.decode()

    assert "Reviews are written when the deal is done." in page
    assert 'name="stars"' not in page


@pytest.mark.parametrize("path", ["/review", "/review/reply"])
def test_a_stranger_finds_nothing(browser, order, path):
    assert browser(make_user()).post(order.path + path, {"stars": "1", "reply": "x"}).status_code == 404
    assert browser(make_user()).post(f"/orders/O-{10**30}{path}", {"stars": "1", "reply": "x"}).status_code == 404


def test_who_has_nothing_to_reply_to_finds_nothing(browser, order):
    assert browser(order.seller).post(f"{order.path}/review/reply", {"reply": "x"}).status_code == 404


def test_a_moderator_removes_a_review_with_a_reason(order):
    now = timezone.now()
    review = services.write_review(order.number, order.buyer_id, stars=1, text="You fool.", now=now)
    client = Client()
    client.force_login(make_moderator())
    address = f"/admin/reviews/edit/{review.pk}/"

    assert "You fool." in client.get("/admin/reviews/").content.decode()
    assert "You fool." in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 200
    assert client.post(address, {"reason": "An insult."}).status_code == 302
    review.refresh_from_db()
    assert review.removal_reason == "An insult."
    assert 'name="reason"' not in client.get(address).content.decode()
    assert client.post("/admin/reviews/new/").status_code == 302
    assert client.post(f"/admin/reviews/delete/{review.pk}/").status_code == 302
    assert Review.objects.count() == 1
