"""What the User-Agent tells: a robot, or on what kind of device somebody reads."""

from __future__ import annotations

import re

from crawleruseragents import is_crawler

ROBOT = ""
"""The device of a robot."""

_LONGEST = 500

# The list of the library names each known robot; these words are what the unknown ones have in common.
_ROBOT_WORDS = re.compile(
    r"(?<!cu)bot\b|crawl|spider|scrap|https?:|curl|wget|python|java/|perl|ruby|php|go-http|libwww|httpclient|okhttp"
    r"|headless|phantom|apachebench|probe\b|monitor|uptime",
    re.IGNORECASE,
)
_TABLET = re.compile(r"iPad|Tablet|PlayBook|Kindle|Silk/(?!.*Mobile)|Android(?!.*Mobi)", re.IGNORECASE)
_PHONE = re.compile(r"Mobi|iPhone|iPod|Android|Opera Mini|IEMobile|BlackBerry", re.IGNORECASE)


def device_of(agent: str) -> str:
    """Phone, tablet, desktop, or ROBOT: for what is on the list of robots, and for what gives no name at all."""
    agent = agent[:_LONGEST]
    if agent in {"", "-"} or _ROBOT_WORDS.search(agent) or is_crawler(agent):
        return ROBOT
    if _TABLET.search(agent):
        return "tablet"
    return "phone" if _PHONE.search(agent) else "desktop"
