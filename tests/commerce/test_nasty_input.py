"""Rubbish in every field of every form of the shop: an answer in words, never a fault, and what is refused is not kept.

The forms are found by themselves: each address of the access matrix that takes a POST, and each field of each form
class. A new one is asked without a line here.
"""

import functools
from importlib import import_module
from pkgutil import walk_packages
from urllib.parse import urlencode

import pytest
from django import forms
from django.apps import apps
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

import commerce
from tests.commerce.access_world import ROLES
from tests.commerce.test_access_matrix import SAID, Shop, expected
from tests.factories.goods import png

pytestmark = pytest.mark.django_db

NASTY = {
    "nothing": "",
    "spaces": " \t\r\n ",
    "long": "x" * 10_000,
    "NUL": "a\0b",
    "control characters": "a\x01\x1b[31m\x7f\x85b",
    "turned round": "\u202egnp.exe\u2066",
    "unseen": "\u200b\u2060\ufeff",
    "lone surrogate": "\ud800".encode("utf-8", "surrogatepass"),
    "not UTF-8": b"\xff\xfe\xc3(",
    "mark-up": '"><script>alert(1)</script>',
    "template": "{{7*7}}{% debug %}${7*7}%(x)s{name}",
    "SQL": "' OR 1=1; DROP TABLE accounts_user; --",
    "emoji": "👩‍👩‍👧‍👦" * 30,
    "huge": str(10**30),
    "past 64 bits": str(2**63),
    "negative": "-1",
    "not a number": "NaN",
    "endless": "-inf",
    "exponent": "1e308",
    "other digits": "٣",
    "superscript": "²",
    "year 0": "0000-00-00T99:99",
    "year 9999": "9999-12-31T23:59",
    "list": ["1", "2", "x"],
    "JSON": '{"a": [null]}',
    "path": "../../etc/passwd",
}
FILES = {
    "empty": b"",
    "no picture": b"%PDF-1.7 not a picture",
    "truncated": png()[:40],
    "only a head": b"\x89PNG\r\n\x1a\n",
    "mark-up": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
}
BESIDE_FORMS = {
    *("do", "key", "kind", "line", "listing", "photo-drop", "photo-kept", "price", "quantity", "wanted", "number"),
    *("code", "given", "slot", "note", "seller", "next", "query", "photo1-kept", "photo1-alt", "photo1-place"),
    *("photo1-turn", "photo1-remove", "action_add", "action_send", "q", "page", "tab", "version", "file", "name"),
}
"""Fields that views read by themselves."""

FILE_FIELDS = ("file", "photos", "photo1-file", "photo2-file")

VALID = {
    "sell/new": {
        "title": "Oak table",
        "category": "{category}",
        "description": "Solid.",
        "condition": "good",
        "price": "12.50",
        "quantity": "1",
        "postcode": "10115",
        "city": "Berlin",
        "key": "0123456789abcdef",
        "photo1-alt": "A table",
        "do": "save",
    },
    "messages/<int:number>": {"text": "Good day."},
    "messages/new # about an order": {"order": "{order}", "text": "Good day."},
    "report/<int:number>": {"reason": "fake", "text": "It is a fake.", "email": "guest@example.org"},
    "report/message/<int:number>": {"reason": "fake", "text": "It is a fake."},
    "report/decision/<int:number>": {"text": "It is none."},
    "orders/windows": {
        "weekday": "1",
        "opens": "10:00",
        "closes": "12:00",
        "place": "Station hall",
        "address": "Bahnhofsplatz 1",
        "capacity": "1",
        "lead_hours": "1",
    },
    "orders/<order_label:number>/<slug:action> # of a deal that waits": {
        "place": "Station hall",
        "address": "Bahnhofsplatz 1",
        "starts": "2026-11-30T10:00",
        "minutes": "30",
    },
    "account/profile": {"name": "Ada", "display_name": "Ada", "city": "Berlin", "text": "I sell chairs."},
    "account/signup": {"email": "eve@example.org", "name": "Eve", "password1": "long words in a row", "role": "buyer"},
    "cart/add": {"listing": "{listing}", "quantity": "1"},
    "favourites/add": {"listing": "{listing}"},
}
"""What these forms take: each field in turn is then rubbish while the others are right, so that none hides another."""

AS = {"report/<int:number>": "anonymous", "account/profile": "seller"}


def fields_of_forms():
    names = set(BESIDE_FORMS)
    for module in walk_packages(commerce.__path__, "commerce."):
        for one in vars(import_module(module.name)).values():
            if isinstance(one, type) and issubclass(one, forms.BaseForm):
                names |= {*getattr(one, "base_fields", {})}
    return sorted(names)


FIELDS = fields_of_forms()


def role_of(entry):
    """The first who gets further than a refusal."""
    for role, kind in expected(entry, "POST").items():
        if kind not in {"login", "door", "403", "404", "405", "401"}:
            return role
    return None


FORMS = {
    key: (role, entry.get("at", f"/{key}"))
    for key, entry in SAID.items()
    if not key.startswith(("admin/", "api/", "^")) and (role := role_of(entry)) and key != "account/data/export"
}


@pytest.fixture
def shop(release):
    return Shop()


@functools.cache
def counting_all():
    """One question for the numbers of all that a form could make: forty of them would take half of the time."""
    left_out = {
        "session",
        "dbtaskresult",
        "upload",
        "unfinishedform",
    }  # Made by the request as such, or to lose nothing.
    tables = {model._meta.label_lower: model._meta.db_table for model in apps.get_models()}  # noqa: SLF001 (Django's public name)
    counts = (
        f"SELECT '{label}', count(*) FROM {table}"  # noqa: S608 (our own names)
        for label, table in tables.items()
        if label.startswith(("shop_", "catalog", "accounts")) and label.partition(".")[2] not in left_out
    )
    return " UNION ALL ".join(counts)


def rows():
    """How many there are of each thing that a form could make."""
    with connection.cursor() as cursor:
        cursor.execute(counting_all())
        return dict(cursor.fetchall())


def send(shop, role, address, sent, *, follow=False):
    """The status, what the page says, and what there is more of than before."""
    cache.clear()
    client = shop.browser(role)
    with transaction.atomic():
        before = rows()
        if any(isinstance(one, SimpleUploadedFile) for one in sent.values()):
            response = client.post(address, sent)
        else:  # So that bytes arrive as they are.
            body = urlencode(sent, doseq=True)
            response = client.post(address, body, content_type="application/x-www-form-urlencoded", follow=follow)
        body = b"".join(response).decode(errors="replace")
        after = rows()
        transaction.set_rollback(True)
    return response.status_code, body, {name for name in after if after[name] != before[name]}


def faults(shop, sent):
    found = []
    for key, (role, at) in FORMS.items():
        status, body, changed = send(shop, role, at.format_map(shop.things), sent)
        if status >= 500:
            found.append(f"{key} as {role}: {status}")
        if "Traceback" in body or "<script>alert" in body or "Exception" in body:
            found.append(f"{key} as {role}: shows what it should not")
        if status >= 400 and changed:
            found.append(f"{key} as {role}: {status}, yet other {', '.join(sorted(changed))}")
    return found


def test_every_form_of_the_shop_is_asked():
    assert len(FORMS) > 30
    assert {"sell/new", "messages/<int:number>", "account/signup", "cart/add", "orders/windows"} <= {*FORMS}
    assert {role for role, _ in FORMS.values()} <= {*ROLES}
    assert {"title", "price", "stars", "starts", "opens", "password1", "email"} <= {*FIELDS}


@pytest.mark.parametrize("kind", NASTY)
def test_rubbish_in_all_fields_is_no_fault_and_is_not_kept(shop, kind):
    found = faults(shop, dict.fromkeys(FIELDS, NASTY[kind]))

    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("kind", FILES)
def test_files_that_are_no_pictures_are_no_fault(shop, kind):
    found = faults(shop, {name: SimpleUploadedFile("x.png", FILES[kind], "image/png") for name in FILE_FIELDS})

    assert not found, "\n" + "\n".join(found)


@pytest.mark.both_databases
@pytest.mark.parametrize("key", VALID)
def test_each_field_alone_may_be_rubbish(shop, key):
    role = AS.get(key, FORMS[key][0] if key in FORMS else "buyer")
    address = SAID[key].get("at", f"/{key}").partition("?")[0].format_map(shop.things)
    valid = {name: value.format_map(shop.things) for name, value in VALID[key].items()}
    found, statuses = [], set()
    assert send(shop, role, address, valid)[0] == 302
    for name in valid:
        for kind, value in NASTY.items():
            status, body, changed = send(shop, role, address, {**valid, name: value}, follow=True)
            statuses.add(status)
            if status >= 500 or (status >= 400 and changed) or "<script>alert" in body:
                found.append(f"{name}: {kind}: {status} {sorted(changed)}")

    assert not found, "\n" + "\n".join(found)
    assert 200 in statuses
