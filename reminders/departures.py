"""What goes with a person beyond the rows that point to them: the laptop's copies of their mail."""

from allauth.account.models import EmailAddress

from accounts.models import User
from reminders.models import DevMail


def forget_mail(sender: type[User], user: User, **_more: object) -> None:
    addresses = set(EmailAddress.objects.filter(user=user).values_list("email", flat=True))
    addresses |= {user.email} - {None}
    for address in addresses:
        kept = DevMail.objects.filter(to__icontains=address).values_list("pk", "to")
        theirs = [pk for pk, to in kept if address.lower() in to.lower().split(", ")]
        DevMail.objects.filter(pk__in=theirs).delete()
