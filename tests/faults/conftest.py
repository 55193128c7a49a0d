"""The stage of the law, for what may break."""

from tests.properties.conftest import stage

__all__ = ["stage"]
