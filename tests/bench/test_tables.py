import pytest

from tests.bench.tables import percentile


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.95, 95), (1, 100), (0, 1)])
def test_a_percentile_is_one_of_the_values(share, value):
    assert percentile(range(1, 101), share) == value


def test_of_one_value_every_percentile_is_that():
    assert (percentile([7], 0.5), percentile([7], 0.95)) == (7, 7)


def test_of_nothing_there_is_no_percentile():
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)
