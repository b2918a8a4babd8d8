"""Both ways the scorer can work: with the sentence encoder, and on words alone."""

import pytest

from scoring import scorer
from scoring.encoder import Encoder, encoder

needs_encoder = pytest.mark.skipif(encoder() is None, reason="the sentence encoder is optional")


@pytest.fixture
def words_alone(monkeypatch):
    """The scorer as it is where the optional encoder was not installed."""
    monkeypatch.setattr(scorer, "encoder", lambda: None)


@pytest.fixture(params=[pytest.param("encoder", marks=needs_encoder), "words alone"])
def either_way(request, monkeypatch):
    if request.param == "words alone":
        monkeypatch.setattr(scorer, "encoder", lambda: None)
    return request.param


@pytest.fixture(autouse=True, scope="package")
def sentences_are_read_once():
    """Probes and changed answers consist of the same sentences over and over, and the encoder takes
    most of the time that marking does. What it makes of a sentence hangs on nothing else
    (`test_encoder.py`, which asks it itself)."""
    really, known = Encoder.encode, {}

    def remembered(reader, texts):
        if new := [text for text in dict.fromkeys(texts) if text not in known]:
            known.update(zip(new, really(reader, new), strict=True))
        return [known[text] for text in texts]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Encoder, "encode", remembered)
        yield
