"""Ranges of a list, for work in bulk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sitegen.lists import Position, slices


def places(count: int) -> list[Position]:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return [Position(start + timedelta(minutes=one // 2), one) for one in range(count)]


@given(count=st.integers(0, 400), size=st.integers(1, 50))
def test_slices_cover_a_stream_without_gaps(count, size):
    everything = places(count)

    ranges = list(slices(everything, size))

    assert [upto for _, upto in ranges[:-1]] == [after for after, _ in ranges[1:]]
    covered = [one for after, upto in ranges for one in everything if (after is None or one > after) and one <= upto]
    assert covered == everything
