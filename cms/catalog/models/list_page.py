"""Where the lists of goods are cut into pages. Written by list_pages alone; no trigger stands on these tables."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ListHead(models.Model):
    """A list that was ever longer than its front page: the counter of its names, and when its front last moved."""

    kind = models.CharField(max_length=8)
    list_id = models.BigIntegerField()
    last_number = models.PositiveBigIntegerField(default=0)
    stamp = models.PositiveBigIntegerField(default=0, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "list_id"], name="one_head_for_a_list"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.list_id}"


class ListPage(models.Model):
    """A sealed page: the goods up to and with its upper bound, after that of the next older page that is live.

    `number` is a name that is never given again. The bound of one that is not live tells who has its goods.
    """

    kind = models.CharField(max_length=8)
    list_id = models.BigIntegerField()
    number = models.PositiveBigIntegerField()
    upto_published_at = models.DateTimeField()
    upto_id = models.BigIntegerField()
    live = models.BooleanField(default=True)
    stamp = models.PositiveBigIntegerField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "list_id", "number"], name="a_page_has_a_name_once"),)
        indexes = (
            models.Index(
                fields=["kind", "list_id", "upto_published_at", "upto_id"],
                name="list_page_bound",
                condition=Q(live=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.list_id} page {self.number}"


class ListJump(models.Model):
    """A link from a page to one some 10^step pages older."""

    kind = models.CharField(max_length=8)
    list_id = models.BigIntegerField()
    number = models.PositiveBigIntegerField()
    step = models.PositiveSmallIntegerField()
    target = models.PositiveBigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "list_id", "number", "step"], name="a_page_jumps_so_far_once"),
        )
        indexes = (models.Index(fields=["kind", "list_id", "target"], name="list_jump_target"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.list_id} page {self.number} to {self.target}"


class ListStamp(models.Model):
    """One row: how often bounds were written. Whoever writes counts it up first, so that two cannot write at once."""

    value = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.value)
