"""The table of what can be photographed: a drawing, how it is painted, how it is placed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Place(Enum):
    """Where the good is photographed."""

    STUDIO = "before a roll of paper"
    ROOM = "on a wooden floor before a wall"
    TABLE = "lying flat, seen from above"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """`glyph` is OpenMoji's code or the name of one of our own drawings, `what` names the good in an alt text.

    `scale` is its share of the frame, `turn` the degrees by which a lying good may be turned, `weight` and `depth`
    factors of its lines' and its own thickness, `views` the number of photos; `paint` recolours families of
    colours (glyphs.CALM).
    """

    key: str
    glyph: str
    what: str
    place: Place
    paint: Mapping[str, str] = field(default_factory=dict)
    scale: float = 1.0
    turn: int = 0
    weight: float = 1.15
    depth: float = 1.0
    views: int = 2


def _row(  # noqa: PLR0913 (a row of the table below)
    key: str,
    glyph: str,
    what: str,
    *,
    place: Place,
    paint: Mapping[str, str] | None = None,
    scale: float = 1.0,
    turn: int = 12,
    weight: float = 1.15,
    depth: float = 1.0,
    views: int = 2,
) -> Scene:
    return Scene(
        key=key,
        glyph=glyph,
        what=what,
        place=place,
        paint=paint or {},
        scale=scale,
        turn=turn,
        weight=weight,
        depth=depth,
        views=views,
    )


_room = partial(_row, place=Place.ROOM)
_studio = partial(_row, place=Place.STUDIO)
_table = partial(_row, place=Place.TABLE)

_OAK, _WALNUT, _PINE, _BEECH = "#b98d5c", "#7a5638", "#d8b98d", "#cfa878"
_NAVY, _SAGE, _RUST = "#4d6285", "#9aa690", "#b5633f"
_CLEAR = {"white": "none"}

FURNITURE = (
    _room(
        "sofa", "1F6CB", "sofa with a reading lamp", paint={"blue": "#9fabb5", "yellow": "#e8dcc0"}, scale=1.15, views=3
    ),
    _room("armchair", "E141", "armchair", paint={"blue": _SAGE}, scale=0.95, views=3),
    _room("chair", "1FA91", "wooden chair", paint={"yellow": _BEECH}),
    _room("table", "table", "dining table", paint={"sand": "#d3b48a", "brown": _OAK}, scale=1.2, views=3),
    _room("coffee-table", "coffee-table", "coffee table", scale=1.15),
    _room("desk", "desk", "desk with drawers", paint={"brown": _OAK}, scale=1.15),
    _room("bookshelf", "bookshelf", "bookshelf", paint={"brown": "#a9835a"}, scale=1.1, views=3),
    _room("wardrobe", "wardrobe", "wardrobe", paint={"brown": _PINE}, scale=1.1, views=3),
    _room("drawers", "drawers", "chest of drawers", paint={"brown": _WALNUT, "sand": "#b98d62"}, scale=1.1, views=3),
    _room("bed", "bed", "bed", paint={"blue": "#8f9fae", "brown": _OAK}, scale=1.25, depth=1.4, views=3),
    _room("floor-lamp", "floor-lamp", "floor lamp", paint={"yellow": "#ead9b4"}, scale=1.1),
    _room("mirror", "1FA9E", "mirror in a carved frame", paint={"yellow": "#c7a052", "blue": "#c3d3d8"}),
    _room("picture", "1F5BC", "framed picture", paint={"brown": _OAK}),
    _studio("vase", "1F3FA", "tall vase", paint={"orange": _RUST}),
    _studio("mantel-clock", "1F570", "mantel clock", paint={"brown": _WALNUT}),
)

HOUSEHOLD = (
    _studio("espresso", "E150", "espresso machine", views=3),
    _studio("french-press", "E151", "coffee press"),
    _studio("moka", "E152", "moka pot", paint=_CLEAR),
    _studio("coffee-maker", "E155", "filter coffee machine"),
    _studio("grinder", "E156", "hand coffee grinder"),
    _studio("teapot", "1FAD6", "teapot", paint={"grey": "#c9d2cf"}),
    _table("plates", "1F37D", "plate and cutlery"),
    _studio("washer", "E1CF", "washing machine"),
    _room("fridge", "fridge", "fridge-freezer", paint={"grey": "#d9dad6"}, scale=1.1),
    _studio("sewing-machine", "sewing-machine", "sewing machine", views=3),
    _studio("basket", "1F9FA", "wicker basket"),
)

ELECTRONICS = (
    _table("laptop", "1F4BB", "laptop", turn=6),
    _studio("computer", "1F5A5", "all-in-one computer"),
    _studio("printer", "1F5A8", "printer"),
    _table("keyboard", "2328", "keyboard", turn=6),
    _table("phone", "1F4F1", "smartphone", scale=0.9),
    _table("tablet", "E1CC", "tablet"),
    _table("smartwatch", "E1CE", "smartwatch"),
    _studio("telephone", "260E", "telephone with a dial pad"),
    _studio("loudspeakers", "loudspeakers", "pair of loudspeakers", scale=1.1, views=3),
    _studio("record-player", "record-player", "record player", scale=1.1, views=3),
    _table("headphones", "1F3A7", "headphones"),
    _room("television", "1F4FA", "television", scale=1.1, views=3),
    _studio("projector", "1F4FD", "film projector"),
    _studio("camera", "1F4F7", "camera", paint={"yellow": "#b9a27b"}, views=3),
    _table("drone", "E1D2", "quadcopter"),
    _studio("telescope", "1F52D", "telescope on a tripod"),
    _table("gamepad", "1F3AE", "game controller"),
)

MOBILITY = (
    _studio("bicycle", "bicycle", "bicycle", paint={"blue": _NAVY}, scale=1.25, depth=0.25, views=3),
    _studio("touring-bike", "bicycle", "bicycle", paint={"blue": "#a8473a"}, scale=1.25, depth=0.25, views=3),
    _studio(
        "city-bike",
        "city-bike",
        "city bicycle with a basket",
        paint={"blue": "#7fa394"},
        scale=1.25,
        depth=0.25,
        views=3,
    ),
    _studio("kick-scooter", "1F6F4", "kick scooter", depth=0.4),
    _studio("motor-scooter", "1F6F5", "motor scooter", views=3),
    _studio("motorbike", "1F3CD", "motorbike", views=3),
    _studio("roller-skate", "1F6FC", "roller skate"),
    _studio("helmet", "E14A", "helmet"),
    _studio("wheel", "1F6DE", "wheel with a tyre", paint=_CLEAR),
)

SPORTS = (
    _studio("tent", "26FA", "tent", scale=1.1, views=3),
    _studio("backpack", "1F392", "backpack"),
    _table("compass", "1F9ED", "compass", scale=0.85),
    _table("ice-skates", "26F8", "ice skate"),
    _table("diving-mask", "1F93F", "diving mask and snorkel"),
    _studio("football", "26BD", "football", scale=0.85),
    _table("table-tennis", "1F3D3", "table tennis bat and ball"),
    _table("boxing-gloves", "1F94A", "boxing glove"),
)

FASHION = (
    _table("coat", "1F9E5", "coat", turn=6),
    _table("dress", "1F457", "dress", turn=6),
    _table("jeans", "1F456", "pair of trousers", turn=6),
    _table("shirt", "1F454", "shirt with a tie", turn=6),
    _table("running-shoes", "1F45F", "running shoe"),
    _table("boots", "1F97E", "hiking boot"),
    _table("leather-shoes", "1F45E", "leather shoe"),
    _studio("handbag", "1F45C", "handbag"),
    _studio("suitcase", "1F9F3", "suitcase with stickers", views=3),
    _studio("briefcase", "1F4BC", "briefcase"),
    _table("watch", "231A", "wrist watch"),
    _table("sunglasses", "1F576", "sunglasses"),
    _table("scarf", "1F9E3", "scarf"),
    _studio("hat", "1F452", "straw hat"),
)

CHILDREN = (
    _studio("stroller", "stroller", "pram", paint={"blue": "#6f8795"}, scale=1.1, views=3),
    _studio("teddy", "1F9F8", "teddy bear"),
    _studio("train", "1F682", "toy locomotive", views=3),
    _table("puzzle", "1F9E9", "piece of a jigsaw puzzle", scale=0.85),
    _studio("dice", "1F3B2", "dice", scale=0.8),
    _studio("chess", "265E", "chess piece", scale=0.9),
)

MUSIC = (
    _table("acoustic-guitar", "acoustic-guitar", "acoustic guitar", scale=1.05, views=3),
    _table("electric-guitar", "1F3B8", "electric guitar"),
    _table("violin", "1F3BB", "violin", views=3),
    _table("saxophone", "1F3B7", "saxophone"),
    _table("trumpet", "1F3BA", "trumpet"),
    _studio("digital-piano", "digital-piano", "digital piano on a stand", scale=1.2, depth=0.6, views=3),
    _studio("accordion", "1FA97", "accordion", views=3),
    _studio("conga", "1FA98", "hand drum"),
)

MEDIA = (
    _table("books", "1F4DA", "stack of books"),
    _table("vinyl", "vinyl", "record with its sleeve"),
    _table("map", "1F5FA", "map", turn=6),
)

GARDEN = (
    _studio("mower", "E343", "lawn mower", views=3),
    _studio("wheelbarrow", "E344", "wheelbarrow", scale=1.1),
    _table("spade", "E345", "spade"),
    _table("axe", "E347", "axe"),
    _room("garden-bench", "garden-bench", "garden bench", scale=1.2, views=3),
    _studio("grill", "kettle-grill", "kettle grill", scale=1.05),
    _studio("toolbox", "1F9F0", "toolbox"),
    _table("saw", "1FA9A", "hand saw"),
    _table("hammer", "1F528", "hammer", paint=_CLEAR),
    _studio("ladder", "1FA9C", "ladder", paint=_CLEAR),
    _studio("plant", "1FAB4", "potted palm", paint=_CLEAR),
    _table("palette", "1F3A8", "palette with paints"),
    _table("yarn", "1F9F6", "ball of wool", scale=0.85),
)

SCENES: tuple[Scene, ...] = (
    *FURNITURE,
    *HOUSEHOLD,
    *ELECTRONICS,
    *MOBILITY,
    *SPORTS,
    *FASHION,
    *CHILDREN,
    *MUSIC,
    *MEDIA,
    *GARDEN,
)

BY_KEY: dict[str, Scene] = {scene.key: scene for scene in SCENES}
