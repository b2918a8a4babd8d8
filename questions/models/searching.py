"""What finding leans on: which questions changed when, and the words the library is written in."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now


class TransactionId(models.Field):
    """The number of a PostgreSQL transaction. Compared by the database, never read."""

    def db_type(self, connection: object) -> str:
        return "xid8"


class LibraryChange(models.Model):
    """These questions were written by this transaction; none named: any may have been.

    A trigger of the database writes it with every change of `Question`, whoever made it, and
    nobody waits for anybody: rows are only added. `questions.catalogue` reads what it has not
    seen; `questions.spelling` counts words again and lets old rows go.
    """

    written_by = TransactionId(db_index=True)
    questions = ArrayField(models.BigIntegerField(), null=True)
    written_at = models.DateTimeField(db_default=Now())
    counted = models.BooleanField(db_default=False)

    def __str__(self) -> str:
        return f"{'any' if self.questions is None else len(self.questions)} questions"


class Word(models.Model):
    """A word of the ready library, in small letters, with what it becomes when letters go missing.

    Hints for spelling: a row may be some minutes behind the library.
    """

    text = models.CharField(max_length=40, primary_key=True)
    # How many questions of the library use it.
    questions = models.PositiveIntegerField()
    keys = ArrayField(models.CharField(max_length=40))

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="word_keys", fastupdate=False)]

    def __str__(self) -> str:
        return self.text
