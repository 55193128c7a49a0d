"""What the real Nginx writes into its log is what the visitor numbers are counted from."""

from __future__ import annotations

import http.client
import json
from urllib.parse import urlsplit

import pytest

from cms.visits.counting import Counting, Counts, named
from tests.factories.log_lines import FIREFOX, GOOGLE, IPHONE
from tests.factories.visits import sources, views
from tests.nginx.conftest import running_nginx

pytestmark = [pytest.mark.nginx, pytest.mark.django_db]


def test_visits_through_nginx_are_counted(nginx, shop, tmp_path):
    build, media = shop
    log = tmp_path / "access.log"
    run_dir = tmp_path / "nginx"
    with running_nginx(
        nginx, build=build, media=media, run_dir=run_dir, upstream="unix:/nowhere.sock", access_log=str(log)
    ) as address:
        connection = http.client.HTTPConnection(urlsplit(address).netloc)

        def ask(path, agent=FIREFOX, method="GET", **headers):
            connection.request(method, path, headers={"Host": "localhost", "User-Agent": agent, **headers})
            connection.getresponse().read()

        ask("/", Referer='https://example.org/"quoted"\\')
        ask('/listing/42-oak-table?a=%22&b="\\', agent='Mozilla/5.0 "odd" \\ \t one')
        ask("/category/bikes", agent=IPHONE)
        ask("/category/bikes", agent=IPHONE, Cookie="sessionid=secret; cataloro_staff=1")
        ask("/category/bikes", agent=IPHONE, Cookie="cataloro_staff=0")
        ask("/", method="HEAD")
        ask("/nowhere")
        ask("/about/")
        ask("/assets/shop.0a1b2c.css")
        ask("/", agent=GOOGLE)
        ask("/", agent="")
        connection.close()
    counting = Counting()
    counting.count(named([log]))

    assert counting.counts == Counts(lines=11, counted=4, bots=2, malformed=0, skipped=5)
    assert views() == {"/": 1, "42": 1, "/category/bikes": 2}
    assert sources("device") == {"desktop": 2, "phone": 2}
    assert sources("referrer") == {"example.org": 1, "": 3}
    assert "secret" not in log.read_text()
    assert set(json.loads(log.read_text().splitlines()[0])) == {
        *("time", "method", "host", "uri", "status", "bytes", "referrer", "agent", "addr", "duration", "staff")
    }
