"""What was searched for, words and numbers, never who; and the words of what is for sale."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchedWords(models.Model):
    """The searches of one day for the same words. `found`: what the last one without filters found, if any."""

    words = models.CharField(max_length=80)
    day = models.DateField(db_index=True)
    count = models.PositiveIntegerField()
    found = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="searched_words_once_a_day", fields=["words", "day"]),)

    def __str__(self) -> str:
        return self.words


class Vocabulary(models.Model):
    """All known words in one row, which is read and replaced as a whole: `[word, as people write it, listings]`."""

    words = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = _("vocabularies")

    def __str__(self) -> str:
        return f"{len(self.words)} words"
