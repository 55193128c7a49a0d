"""A small shop in which everything that an address can name is there, and one person for each role."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from cms.accounts.models import User
from cms.accounts.roles import Role
from cms.catalog.models import Listing
from commerce.account.confirming import key_of
from commerce.conversations.models import MessagePhoto
from commerce.conversations.services import ask_about_listing
from commerce.notifications.models import Notification
from commerce.notifications.services import notify
from commerce.notifications.unsubscribing import unsubscribe_path
from commerce.orders.models import DecisionText, EventPhoto, Order, OrderEvent, SafePlace
from commerce.photo_intake import take_private_photo
from commerce.reports.services import decide, report_listing
from commerce.reviews.services import write_review
from commerce.selling.uploads import take_upload
from tests.factories.goods import make_listing, png
from tests.factories.offers import make_bargain, make_offer
from tests.factories.orders import make_order, make_window
from tests.factories.people import make_seller, make_user

ROLES = ("anonymous", "buyer", "seller", "stranger", "suspended", "moderator", "editor", "admin")
"""The columns of the table. The things are those of `buyer` and `seller`; `stranger` sells too, `suspended` did."""


def make_people() -> dict[str, User | None]:
    """One person for each role; nobody for who is not logged in."""
    people: dict[str, User | None] = {
        "anonymous": None,
        "buyer": make_user(),
        "seller": make_seller(),
        "stranger": make_seller(),
        "suspended": make_seller(),
        "moderator": make_user(role=Role.MODERATOR),
        "editor": make_user(role=Role.EDITOR),
        "admin": make_user(role=Role.ADMIN),
    }
    for person in people.values():
        if person is not None:
            EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return people


def make_things(people: dict[str, Any]) -> dict[str, object]:
    """What `at` of the table may name: of `buyer` and `seller`, unless its name says otherwise."""
    now = timezone.now()
    buyer, seller, moderator = people["buyer"], people["seller"], people["moderator"]
    listing = make_listing(seller=seller, stock=9)
    draft = make_listing(seller=seller, live=False)
    revision = listing.save_revision()
    order = make_order(
        make_listing(seller=seller, stock=3), buyer=buyer, state="completed", now=now - timedelta(days=4)
    )
    scheduled = make_order(make_listing(seller=seller, stock=3), buyer=buyer, state="scheduled", now=now)
    Order.objects.filter(pk=order.pk).update(received_at=now)
    review = write_review(order.number, buyer.pk, stars=5, text="All was well.", now=now)
    write_review(order.number, seller.pk, stars=5, text="All was well.", now=now)
    report = report_listing(listing.pk, by_id=buyer.pk, email="", reason="fake", text="It is a fake.", now=now)
    open_report = report_listing(
        make_listing(seller=seller).pk, by_id=buyer.pk, email="", reason="fake", text="A fake.", now=now
    )
    decide(report.pk, moderator.pk, decision="warned", statement="It is a fake.", now=now)
    notify(buyer.pk, "order-requested", {"order": order.label})
    photo = take_private_photo(MessagePhoto, buyer.pk, png(), now=now)
    asked = ask_about_listing(buyer.pk, listing.pk, "Is it still there?", now=now, photo_ids=[photo.pk])
    proof = take_private_photo(EventPhoto, buyer.pk, png(), now=now)
    EventPhoto.objects.filter(pk=proof.pk).update(event=OrderEvent.objects.filter(order=order)[0])
    offer = make_offer(make_bargain(seller=seller), buyer=buyer, now=now)
    unconfirmed = EmailAddress.objects.create(user=buyer, email="new@example.org")
    return {
        "listing": listing.pk,
        "draft": draft.pk,
        "category": listing.category_id,
        "revision": revision.pk,
        "content_type": ContentType.objects.get_for_model(Listing).pk,
        "order": order.label,
        "order_row": order.pk,
        "decision_text": DecisionText.objects.values_list("pk", flat=True)[0],
        "number": order.number,
        "scheduled": scheduled.label,
        "offer": offer.pk,
        "window": make_window(seller).pk,
        "safe_place": SafePlace.objects.create(name="Station hall", address="Bahnhofsplatz 1").pk,
        "picture": take_upload(seller.pk, png(), now=now),
        "conversation": asked.conversation_id,
        "message": asked.pk,
        "photo": photo.pk,
        "proof": proof.pk,
        "report": report.pk,
        "open_report": open_report.pk,
        "review": review.pk,
        "mail": Notification.objects.values_list("pk", flat=True)[0],
        "unsubscribe": unsubscribe_path(buyer.pk, "listing-expires").rpartition("/")[2],
        "confirm": key_of(unconfirmed),
        "person": buyer.pk,
        "colleague": people["editor"].pk,
        "sold_by": seller.pk,
    }
