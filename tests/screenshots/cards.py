"""Robin's recall cards: five weeks of answers, some of them wrong."""

from datetime import timedelta
from random import Random

from accounts.models import User
from study.cards import actions, sources
from study.cards.memory import Rating
from study.cards.sitting import Sitting
from web import clock

DAYS = 36


def learn(robin: User) -> None:
    """The cards of what is to be known cold, met day by day as the desk offers them."""
    now = clock.now()
    began = now - timedelta(days=DAYS)
    sources.add(robin, sources.urgent(), at=began)
    dice = Random(7)
    for day in range(DAYS):
        at = began + timedelta(days=day)
        for _ in range(25):
            card = Sitting(robin, at=at).next()
            if card is None:
                break
            wrong = Rating.AGAIN if card.reviews else Rating.GOOD
            rating = wrong if dice.random() < 0.12 else dice.choice([Rating.GOOD, Rating.HARD])
            seconds = dice.randint(4, 20)
            actions.rate(card, rating, seen=card.reviews, seconds=seconds, at=at)
            at += timedelta(minutes=1)
    sources.add_points(robin, sources.wanting(robin)[:3], at=now)
