import itertools

import pytest

from cms.contract.records import ListingStatus
from cms.workbook.errors import CellRefused
from cms.workbook.listings.transitions import check_change, check_new, check_stock

D, R, L, S, E, W, X = (
    ListingStatus.DRAFT,
    ListingStatus.IN_REVIEW,
    ListingStatus.LIVE,
    ListingStatus.SOLD,
    ListingStatus.EXPIRED,
    ListingStatus.WITHDRAWN,
    ListingStatus.SUSPENDED,
)
ALLOWED = {(D, L), (D, W), (L, D), (L, W), (W, D), (W, L), (S, W), (E, W)}
WITH_VERSION = {(S, L), (S, D), (E, L), (E, D)}


@pytest.mark.parametrize(("stored", "wanted"), itertools.product(ListingStatus, ListingStatus))
def test_every_pair_is_allowed_or_refused(stored, wanted):
    for knows_version in (False, True):
        allowed = stored == wanted or (stored, wanted) in ALLOWED | (WITH_VERSION if knows_version else set())
        if allowed:
            check_change(stored, wanted, knows_version=knows_version)
        else:
            with pytest.raises(CellRefused):
                check_change(stored, wanted, knows_version=knows_version)


@pytest.mark.parametrize(("wanted", "status"), [(None, D), (D, D), (L, L), (W, W)])
def test_a_new_listing_is_a_draft_unless_it_says_so(wanted, status):
    assert check_new(wanted) == status


@pytest.mark.parametrize("wanted", [R, S, E, X])
def test_a_new_listing_cannot_have_a_past(wanted):
    with pytest.raises(CellRefused, match="a new listing can be draft, live or withdrawn"):
        check_new(wanted)


def test_pieces_must_cover_what_is_promised():
    check_stock(2, reserved=2, status=L)
    check_stock(0, reserved=0, status=D)
    with pytest.raises(CellRefused, match="2 pieces are reserved"):
        check_stock(1, reserved=2, status=D)
    with pytest.raises(CellRefused, match="at least one piece"):
        check_stock(0, reserved=0, status=L)
