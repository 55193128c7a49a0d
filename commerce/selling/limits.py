"""What one seller may do, in numbers."""

from __future__ import annotations

from datetime import timedelta

OPEN_LISTINGS = 100
"""Drafts, listings in review and live ones of one seller."""

UPLOADS_A_DAY = 60
"""Files that one seller may send within 24 hours; refused ones count, because looking at them is the work."""

REVIEWED_FIRST = 3
"""So many listings of a new seller are reviewed first, when the shop has a workflow for listings."""

SHOWN_FOR = timedelta(days=60)
"""How long a listing is for sale before it runs out; renewing begins anew."""

REMINDED_BEFORE = timedelta(days=3)
"""How long before that the seller gets a mail."""
