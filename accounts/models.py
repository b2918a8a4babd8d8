"""The person: how they log in, what time it is where they are, and how they like to work."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

# A guest who has not come back for this long is deleted; the notice says so from the first page.
GUESTS_ARE_KEPT = timedelta(days=30)


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(f"“{name}” is not a time zone we know.")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields) -> User:
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def create_guest(self, *, time_zone: str = "UTC") -> User:
        """Someone who tries the product without an account. Signing up later keeps the row."""
        user = self.model(email=None, is_guest=True, time_zone=time_zone, display_name="Guest")
        user.set_unusable_password()
        user.save()
        return user

    def get_by_natural_key(self, email: str) -> User:
        return self.get(email__iexact=email)

    def hold(self, pk: int) -> User:
        """This person, held until the transaction ends: of two tabs at once, one waits for the
        other. Whoever holds other rows as well holds the person first.

        Rows that point at the person can be written meanwhile.
        """
        return self.select_for_update(no_key=True).get(pk=pk)

    def idle_guests(self, *, at: datetime) -> models.QuerySet[User]:
        return self.filter(is_guest=True, last_seen_at__lt=at - GUESTS_ARE_KEPT)


class User(AbstractBaseUser, PermissionsMixin):
    class Theme(models.TextChoices):
        SYSTEM = "system", "As my device"
        LIGHT = "light", "Light"
        DARK = "dark", "Dark"

    class Keymap(models.TextChoices):
        DEFAULT = "default", "Standard"
        VIM = "vim", "Vim"
        EMACS = "emacs", "Emacs"

    email = models.EmailField(null=True, blank=True, unique=True)
    display_name = models.CharField(max_length=80, blank=True)
    is_guest = models.BooleanField(default=False)
    is_curator = models.BooleanField(
        default=False, help_text="Sees keys, rubrics and drafts of the instance's library."
    )
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)

    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    # The browser's zone is offered until the person has chosen one.
    time_zone_chosen = models.BooleanField(default=False)
    extra_time = models.DecimalField(
        max_digits=3,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(3)],
        help_text="Private. Multiplies the minutes of every interview you start.",
    )
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)
    keymap = models.CharField(max_length=7, choices=Keymap, default=Keymap.DEFAULT)
    # Shortcuts of one key alone; those with Alt always work (WCAG 2.1.4).
    plain_keys = models.BooleanField(default=True)

    # By which ways is chosen in `reminders`; these say when, of one's own interviews.
    remind_a_day_before = models.BooleanField(default=True)
    remind_15_minutes_before = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_is_one_persons"),
            models.CheckConstraint(
                name="user_guest_has_no_email",
                condition=Q(is_guest=True, email__isnull=True)
                | Q(is_guest=False, email__isnull=False),
            ),
            models.CheckConstraint(
                name="user_extra_time_between_1_and_3",
                condition=Q(extra_time__gte=1) & Q(extra_time__lte=3),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or (self.email or "").partition("@")[0] or "Guest"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class CircleQuerySet(models.QuerySet["Circle"]):
    def of(self, user: User) -> CircleQuerySet:
        """Circles this person is in now."""
        return self.filter(memberships__user_id=user.pk) if user.pk else self.none()

    def open_to(self, user: User) -> CircleQuerySet:
        """Those they may share something with: they are in, and it is not archived."""
        return self.of(user).filter(archived_at=None)


class Circle(models.Model):
    """People who see the same things: what is shared with a circle is open to whoever is in it now.

    Rooms above decide who is in (a study group is a circle with roles and rules); rooms below
    only read it. So nothing has to be given out or taken back when people come and go.
    """

    # As people call it, so that any room can say whom a thing is shared with.
    name = models.CharField(max_length=80, default="")
    # What an archived circle has is read, and nothing more is shared with it.
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = CircleQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name or f"circle {self.pk}"


class CircleMembership(models.Model):
    """Somebody is in a circle. With this row all that the circle opens to them goes."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="circle_memberships")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circle", "user"], name="circlemembership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.circle}"
