"""Towns of the demo: a market between the Alps and the Danube, with postcodes."""

from __future__ import annotations

PLACES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Salzburg", ("5020", "5023", "5026")),
    ("Hallein", ("5400",)),
    ("Linz", ("4020", "4030", "4040")),
    ("Wels", ("4600",)),
    ("Steyr", ("4400",)),
    ("Braunau am Inn", ("5280",)),
    ("Ried im Innkreis", ("4910",)),
    ("Schärding", ("4780",)),
    ("Bad Ischl", ("4820",)),
    ("Gmunden", ("4810",)),
    ("Kufstein", ("6330",)),
    ("Innsbruck", ("6020",)),
    ("Passau", ("94032", "94034", "94036")),
    ("Straubing", ("94315",)),
    ("Deggendorf", ("94469",)),
    ("Regensburg", ("93047", "93049", "93053")),
    ("Landshut", ("84028", "84034", "84036")),
    ("Burghausen", ("84489",)),
    ("Mühldorf am Inn", ("84453",)),
    ("Altötting", ("84503",)),
    ("Traunstein", ("83278",)),
    ("Bad Reichenhall", ("83435",)),
    ("Freilassing", ("83395",)),
    ("Rosenheim", ("83022", "83024", "83026")),
    ("Wasserburg am Inn", ("83512",)),
    ("Freising", ("85354", "85356")),
    ("Erding", ("85435",)),
    ("München", ("80331", "80469", "80634", "80799", "81541", "81667")),
    ("Augsburg", ("86150", "86153", "86161")),
    ("Ingolstadt", ("85049", "85051")),
)
"""Names and postcodes, from near to far. Nearer towns come up more often."""
