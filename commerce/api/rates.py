"""How often somebody may ask: counted for a token, else a person, else an address, in windows of a minute."""

from __future__ import annotations

import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

WINDOW = 60


class Rate(BaseThrottle):
    """Reads, changes, and reads of people that nobody knows are counted apart: settings.API_RATES."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether it is not too often."""
        kind, who = _who(request)
        key = f"api-{kind}-{who}-{int(time.time()) // WINDOW}"
        cache.add(key, 0, WINDOW * 2)
        try:
            count = cache.incr(key)
        except ValueError:  # Thrown out meanwhile.
            count = 1
        return bool(count <= settings.API_RATES[kind])

    def wait(self) -> float:
        """Until the next minute."""
        return WINDOW - time.time() % WINDOW


def _who(request: HttpRequest) -> tuple[str, str]:
    kind = "read" if request.method in {"GET", "HEAD"} else "write"
    if token_id := getattr(request, "token_id", None):
        return kind, f"token-{token_id}"
    if request.user.pk is not None:
        return kind, f"person-{request.user.pk}"
    return "anonymous", str(get_adapter(request).get_client_ip(request))
