import pytest

from commerce.search.spelling import Known, Spellings, distance


def spellings(**counts):
    return Spellings(Known(word=word.lower(), shown=word, listings=count) for word, count in counts.items())


@pytest.mark.parametrize(
    ("one", "other", "wrong"),
    [
        ("lamp", "lamp", 0),
        ("lmap", "lamp", 1),
        ("lam", "lamp", 1),
        ("llamp", "lamp", 1),
        ("limp", "lamp", 1),
        ("lipm", "lamp", 2),
        ("farad", "fahrrad", 2),
        ("chair", "lamp", 3),
        ("", "ab", 2),
    ],
)
def test_counts_wrong_letters_and_stops_beyond_the_most(one, other, wrong):
    assert (distance(one, other, most=2), distance(other, one, most=2)) == (wrong, wrong)


def test_the_nearest_comes_first_then_the_same_first_letter_then_what_is_known_most_often():
    known = spellings(Lamp=1, Camp=90, Lump=5, Limp=7, Lamps=2, Table=99)

    assert [(wrong, one.shown) for wrong, one in known.near("lamq")] == [(1, "Lamp")]
    assert [one.shown for _, one in known.near("lmp")] == ["Limp", "Lump", "Lamp"]
    assert known.near("la") == []


def test_short_words_may_have_one_wrong_letter_and_long_ones_two():
    known = spellings(Vase=4, Fahrrad=4)

    assert known.near("vsea") == []
    assert [one.shown for _, one in known.near("fharad")] == ["Fahrrad"]
    assert known.near("fhraad") == [(2, known.exactly("fahrrad"))]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("rotes", "farrad"), [("Rotes", "Fahrrad"), ("Rotes", "Vahrrad")]),
        (("fahr", "rad"), [("Fahrrad",)]),
        (("rotesfahrrad",), [("Rotes Fahrrad",)]),
        (("fahrrad", "zzyzx"), []),
        # As a beginning it is known, so nothing is wrong with it.
        (("fahr",), []),
        # Known, but so seldom that it is more likely a slip.
        (("vahrrad",), [("Fahrrad",)]),
        (("rad",), []),
    ],
)
def test_words_are_put_right_one_by_one_joined_or_taken_apart(words, meant):
    known = spellings(Fahrrad=30, Rotes=20, Vahrrad=1, Vase=40)

    assert known.meant(words, most=4) == meant


def test_the_word_that_is_known_least_is_left_out_first():
    known = spellings(Fahrrad=30, Rotes=20)

    assert known.fewer(("rotes", "zzyzx", "fahrrad"), most=2) == [("Rotes", "Fahrrad"), ("zzyzx", "Fahrrad")]
    assert known.fewer(("rotes",), most=2) == []


def test_a_beginning_is_counted_with_all_words_that_have_it():
    known = spellings(Fahrrad=3, Fahrradschloss=4, Fahne=5)

    assert [known.count(one) for one in ("fahrrad", "fah", "fahrradschloss", "x", "")] == [7, 12, 4, 0, 12]
