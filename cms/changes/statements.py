"""One thing to create in the database, and how to recognise it there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """`fingerprint` is what the database says of it later, when it is there as declared."""

    name: str
    sql: str
    fingerprint: str
