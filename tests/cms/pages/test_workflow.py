"""A page that waits for approval: who asks, who is told, who lets it go live."""

import pytest

from cms.api import figures
from cms.pages.models import ContentPage
from tests.factories.pages import make_page
from tests.factories.people import make_editor, make_moderator

pytestmark = pytest.mark.django_db


def waiting_of(person):
    return [(one.count, one.url) for one in figures.waiting_for(person) if str(one.label).startswith("Pages")]


@pytest.fixture
def page():
    """A live page whose new title an editor has sent for approval."""
    page = make_page(title="Old title", slug="about")
    page.title = "New title"
    page.save_revision()
    page.get_workflow().start(page, make_editor())
    return page


def act(client, person, page, action):
    client.force_login(person)
    return client.post(f"/admin/pages/workflow/action/{page.pk}/{action}/{page.current_workflow_task_state.pk}/", {})


def test_another_editor_is_led_to_the_page_and_approves_it(client, page):
    approver = make_editor()
    assert waiting_of(make_moderator()) == []
    assert waiting_of(approver) == [(1, f"/admin/pages/{page.pk}/edit/")]
    client.force_login(approver)
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200

    act(client, approver, page, "approve")

    assert ContentPage.objects.get(pk=page.pk).title == "New title"
    assert waiting_of(approver) == []


def test_one_that_is_sent_back_stays_as_it_was(client, page):
    approver = make_editor()

    act(client, approver, page, "reject")

    assert ContentPage.objects.get(pk=page.pk).title == "Old title"
    assert waiting_of(approver) == []
    assert page.current_workflow_state.status == "needs_changes"


def test_a_moderator_may_not_publish_and_is_refused(client, page):
    act(client, make_moderator(), page, "approve")

    assert ContentPage.objects.get(pk=page.pk).title == "Old title"
    assert page.current_workflow_state.status == "in_progress"
