"""The words that facts of a question are chosen from."""

from django.db import models


class Kind(models.TextChoices):
    CONCEPTUAL = "conceptual", "Conceptual"
    DERIVATION = "derivation", "Derivation"
    IMPLEMENTATION = "implementation", "Implementation"
    DEBUGGING = "debugging", "Debugging"
    SYSTEM_DESIGN = "system-design", "System design"
    BEHAVIOURAL = "behavioural", "Behavioural"


class Tier(models.IntegerChoices):
    SCREEN = 1, "Screen"
    MID = 2, "Mid"
    SENIOR = 3, "Senior or staff"
    RESEARCH = 4, "Research"


class Priority(models.TextChoices):
    P1 = "P1", "P1 · know cold"
    P2 = "P2", "P2 · know well"
    P3 = "P3", "P3 · recognise"


class Audience(models.TextChoices):
    ENGINEER = "engineer", "An engineer"
    LAYPERSON = "layperson", "A layperson"
    EXECUTIVE = "executive", "An executive"


class Visibility(models.TextChoices):
    LIBRARY = "library", "Everyone on this site"
    LINK = "link", "Whoever has the link"
    GROUP = "group", "The people of a group"
    PRIVATE = "private", "Only me and my co-editors"
