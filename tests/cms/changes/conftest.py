"""What the tests of the outbox share."""

import pytest

from cms.changes import outbox


@pytest.fixture
def noted():
    """Tells what an action notes: `noted(action)` gives the kinds and keys, each once, in order."""

    def _noted(action):
        outbox.forget([one.id for one in outbox.pending()])
        action()
        return sorted({(one.kind, one.key) for one in outbox.pending()})

    return _noted
