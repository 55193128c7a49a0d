"""A crawler that follows every link while the shop is edited and published never meets a page that is not there."""

import os
import random
import threading
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from cms.api.addresses import present_address
from cms.contract.addresses import APP_PATHS
from tests.properties.edits.dice import ThrownDice
from tests.properties.edits.judge import file_of, links_of, text_of
from tests.properties.edits.vocabulary import EDITS

PUBLICATIONS = int(os.environ.get("CRAWLED_PUBLICATIONS", "25"))
NAMES = sorted(name for name in EDITS if name.startswith(("goods.", "availability.", "tree.", "pages.", "people.")))


class Crawler(threading.Thread):
    """Reads the files that Nginx would serve; what has no file is asked of the app, as Nginx does."""

    def __init__(self, stage):
        super().__init__()
        self.asked = 0
        self.missing = []
        self.rounds = 0
        self._stage = stage
        self._stop_asked = threading.Event()

    def run(self):
        try:
            while not self._stop_asked.is_set() or not self.rounds:
                self._walk()
                self.rounds += 1
        except Exception as error:  # noqa: BLE001 (a thread's error must reach the test)
            self.missing.append(repr(error))
        finally:
            connection.close()

    def stop(self):
        self._stop_asked.set()
        self.join()

    def _walk(self):
        waiting, seen = [("/", "/"), ("/", "/sitemap.xml"), ("/", "/feed.xml")], set()
        while waiting:
            page, path = waiting.pop(0)
            if path in seen or path.split("/")[1] in APP_PATHS:
                continue
            seen.add(path)
            self.asked += 1
            text = self._get(path)
            if text is None and self._still_leads_there(page, path):
                self.missing.append(f"{page} → {path}")
            elif text is not None:
                waiting += [(path, one) for one in sorted(links_of(text, settings.SITE_URL))]

    def _still_leads_there(self, page, path):
        """Whether it is the page's fault, or the crawler's, who read it before its target went."""
        for _ in range(3):
            text = self._get(page)
            if not text or path not in links_of(text, settings.SITE_URL) or self._get(path) is not None:
                return False
        return True

    def _get(self, path):
        """The text of a page; empty for a file that holds no links, and for what was moved or is gone; None for 404."""
        first = path.split("/")[1]
        if first in ("assets", "photos"):
            folder = self._stage.build_dir if first == "assets" else settings.MEDIA_DIR
            return "" if (folder / path[1:]).is_file() else None
        for _ in range(2):  # It may come back between the two looks.
            file = file_of(self._stage.live, path)
            try:
                if file is not None:
                    return text_of(file)
            except FileNotFoundError:
                pass
            if present_address(quote(path)) is not None:
                return ""
        return None


@pytest.mark.sqlite
def test_a_crawler_meets_no_missing_page_while_the_shop_is_edited_and_published(stage):
    stage.reset()
    chance = random.Random(7)  # noqa: S311 (tests keep no secrets)
    crawler = Crawler(stage)
    crawler.start()
    try:
        for number in range(PUBLICATIONS):
            for _ in range(1 + chance.randrange(3)):
                stage.edit(chance.choice(NAMES), ThrownDice(number))
            stage.publish()
    finally:
        crawler.stop()

    assert crawler.missing == []
    assert crawler.asked > 100
    assert stage.faults() == []
