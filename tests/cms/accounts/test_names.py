import pytest

from cms.accounts.names import public_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Anna Maier", "Anna M."),
        ("  Anna  Maria   Maier ", "Anna M."),
        ("Maier, Anna", "Anna M."),
        ("Dr. Anna Maier", "Anna M."),
        ("Anna Maier, Ph.D.", "Anna M."),
        ("Conor O'Brien", "Conor O."),
        ("Ursula von der Leyen", "Ursula L."),
        ("Marie O\u0308sterreicher", "Marie Ö."),
        ("Cher", "Cher"),
        ("Cher,", "Cher,"),
        ("王小明", "王小明"),
        ("عبد الله", "عبد ا."),  # noqa: RUF001 (Arabic)
        ("Seller 12", "Seller 12"),
        (", ,", ", ,"),
        ("A" * 100 + " Maier", "A" * 57 + " M."),
        ("A" * 100, "A" * 60),
    ],
)
def test_a_seller_is_first_shown_by_first_name_and_initial(name, shown):
    assert public_name(name, limit=60) == shown
