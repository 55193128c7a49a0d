"""All that the demo sells, as one tuple of top categories."""

from __future__ import annotations

from cms.operations.demo.goods.children import CHILDREN
from cms.operations.demo.goods.electronics import ELECTRONICS
from cms.operations.demo.goods.fashion import FASHION
from cms.operations.demo.goods.furniture import FURNITURE
from cms.operations.demo.goods.garden import GARDEN
from cms.operations.demo.goods.household import HOUSEHOLD
from cms.operations.demo.goods.kinds import Branch
from cms.operations.demo.goods.media import MEDIA
from cms.operations.demo.goods.mobility import MOBILITY
from cms.operations.demo.goods.music import MUSIC
from cms.operations.demo.goods.sports import SPORTS

ASSORTMENT: tuple[Branch, ...] = (
    FURNITURE,
    HOUSEHOLD,
    ELECTRONICS,
    MOBILITY,
    SPORTS,
    FASHION,
    CHILDREN,
    MUSIC,
    MEDIA,
    GARDEN,
)
