"""The signals this room sends: a person is leaving, and other rooms may tidy up after them."""

from django.dispatch import Signal

# Sent first, so that what people hold together finds another keeper before what is the person's
# own goes. Argument: `user`.
person_hands_over = Signal()

# Sent inside the transaction that deletes the person, before their rows go. Argument: `user`.
# Rows with a foreign key to the person need no receiver; what is only known by its address does.
person_leaves = Signal()
