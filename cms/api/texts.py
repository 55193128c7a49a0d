"""What may stand in a text that people write."""

from __future__ import annotations

from cms.accounts.names import refuse_control_characters, refuse_unseen

__all__ = ["refuse_control_characters", "refuse_unseen"]
