"""The words of mails: the theme's, or the shop's own."""

import pytest

from cms.site.models import GeneralSettings
from commerce.notifications import texts
from commerce.notifications.letter import letter_of
from commerce.notifications.models import MailText
from commerce.notifications.sample import SAMPLE
from commerce.notifications.services import notify
from tests.factories.people import make_admin, make_editor, make_moderator, make_user

pytestmark = pytest.mark.django_db

SUBJECT = "{name} asks for {order}"
PAGE = "/admin/mail-texts/order-requested/en/"


@pytest.fixture
def editor(client):
    client.force_login(make_editor())
    return client


def letter():
    return letter_of(notify(make_user(name="Ada").pk, "order-requested", _facts()))


def _facts():
    return {name: SAMPLE[name] for name in ("order", "other", "lines", "total", "note", "deadline", "path")}


def test_the_theme_knows_every_mail_that_can_be_shown():
    kinds = texts.kinds()

    assert len(kinds) > 35
    assert "layout" not in kinds
    for kind in kinds:
        for language in ("en", "de"):
            subject, html = texts.written(kind, SAMPLE, language=language)
            assert subject
            assert "Ada Lovelace" in html


def test_each_text_is_named_once_with_the_subject_first():
    said = texts.shipped("order-requested", "de")

    assert said[0] == (SUBJECT, "{name} möchte {order}") or said[0][0] == SUBJECT
    assert len(said) == len(dict(said)) == 4


def test_own_words_go_out_with_what_is_filled_in(editor):
    saved = editor.post(PAGE, {"text_0": "Please look: {order} of {name} & friends", "text_1": "", "text_2": " "})

    assert saved["Location"] == PAGE
    assert list(MailText.objects.values_list("kind", "language", "source")) == [("order-requested", "en", SUBJECT)]
    sent = letter()
    assert sent.subject == "Please look: O-000017 of Nora Berg & friends"
    assert "would like to buy this from you" in sent.body
    assert "Please look: O-000017 of Nora Berg &amp; friends" in sent.alternatives[0][0]


def test_other_languages_and_mails_keep_theirs(editor):
    editor.post(PAGE, {"text_0": "Please look"})
    general = GeneralSettings.load()
    general.language = "de"
    general.save()

    assert "Nora Berg" in letter().subject


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{buyer} asks", "Nothing is known here that is called {buyer}. You can use {name}, {order}."),
        ("100 {", "A brace { or } is only for what is filled in. You can use {name}, {order}."),
        ("{name.__class__}", "A brace { or } is only for what is filled in. You can use {name}, {order}."),
        ("{name!r}", "A brace { or } is only for what is filled in. You can use {name}, {order}."),
        ("{0}", "A brace { or } is only for what is filled in. You can use {name}, {order}."),
    ],
)
def test_what_cannot_be_filled_in_is_refused_and_stays_typed(editor, text, words):
    answer = editor.post(PAGE, {"text_0": text, "text_1": "Kept as typed"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert text in page
    assert "Kept as typed" in page
    assert not MailText.objects.exists()


def test_words_are_shown_before_they_are_kept(editor):
    page = editor.post(PAGE, {"text_0": "Look: {order}", "show": "1"}).content.decode()

    assert "<strong>Look: O-000017</strong>" in page
    assert "sandbox srcdoc=" in page
    assert not MailText.objects.exists()


def test_back_to_the_words_that_it_came_with(editor):
    editor.post(PAGE, {"text_0": "Look"})
    assert "your own" in editor.get("/admin/mail-texts/").content.decode()

    editor.post(PAGE, {"text_0": "{wrong", "reset": "1"})

    assert not MailText.objects.exists()
    assert letter().subject == "Nora Berg asks for O-000017"


def test_words_for_a_text_that_a_later_theme_fills_in_otherwise_stop_no_mail():
    MailText.objects.create(kind="order-requested", language="en", source=SUBJECT, text="{gone} asks")

    assert letter().subject == "Nora Berg asks for O-000017"


@pytest.mark.parametrize("path", ["layout/en/", "nothing/en/", "order-requested/fr/"])
def test_what_is_no_mail_is_not_found(editor, path):
    assert editor.get(f"/admin/mail-texts/{path}").status_code == 404


@pytest.mark.parametrize(("make", "status"), [(make_admin, 302), (make_editor, 302), (make_moderator, 302)])
def test_who_may_not_change_words_changes_none(client, make, status):
    client.force_login(make())

    assert client.post(PAGE, {"text_0": "Look"}).status_code == status

    assert MailText.objects.exists() == (make is not make_moderator)
