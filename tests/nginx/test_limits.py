"""How the real Nginx answers who asks for too much at once."""

import dataclasses

import pytest

from deploy.configuration import Limits
from tests.nginx.production_server import lay_out, running

pytestmark = pytest.mark.nginx

FEW = Limits(app_per_second=1, app_burst=3, lookups_per_second=1, log_ins_per_minute=1, connections=50)


@pytest.fixture
def strict(nginx, tmp_path):
    """The app is down: what passes is answered 502 (404 where there is no such page), what does not 429."""
    with running(nginx, dataclasses.replace(lay_out(tmp_path, tls=False), limits=FEW)) as server:
        yield server


def test_the_app_is_asked_a_few_times_at_once_and_then_429_is_said(strict):
    answers = [strict.ask("/cart") for _ in range(8)]

    assert [one.status for one in answers] == [502] * 4 + [429] * 4
    assert answers[-1].headers["Retry-After"] == "10"
    assert b"One moment, please" in answers[-1].body


def test_goods_and_the_files_of_the_admin_are_never_refused(strict):
    assert {strict.ask("/about").status for _ in range(60)} == {200}
    assert {strict.ask("/static/any.css").status for _ in range(60)} == {502}


def test_addresses_that_nobody_knows_are_looked_up_a_few_times_only(strict):
    found = [strict.ask(f"/nowhere-{number}").status for number in range(60)]

    assert (found[:41], set(found[45:])) == ([404] * 41, {429})


def test_passwords_are_tried_slowly_and_pages_are_read_quickly(nginx, tmp_path):
    limits = dataclasses.replace(FEW, app_per_second=1000, app_burst=500)
    with running(nginx, dataclasses.replace(lay_out(tmp_path, tls=False), limits=limits)) as server:
        tried = [server.ask("/account/login", method="POST", body=b"").status for _ in range(15)]
        read = {server.ask("/account/login").status for _ in range(30)}

    assert (tried, read) == ([502] * 11 + [429] * 4, {502})
