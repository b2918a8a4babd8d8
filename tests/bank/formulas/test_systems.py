"""The arithmetic of system designs: load, memory, money, precision."""

import math

import numpy as np
import pytest

from tests.bank.formulas.stated import checks


@checks("bandit-content-system")
def test_views_and_exploration_of_a_start_page(question):
    views, scores = question.figures(
        r"$2.4\times10^6/86\,400\approx#$ views a second on average; scoring 150 articles each "
        "time is # scores a second"
    )
    assert views.rounds(2.4e6 / 86_400)
    assert scores == pytest.approx(2.4e6 / 86_400 * 150, rel=0.02)
    day, hour, story = question.figures("# views a day, # an hour, # per story and hour")
    assert (day, hour, story) == (0.03 * 2.4e6, day / 24, hour / 150)
    points = question.figure(r"$\sqrt{0.05\times0.95/20}\approx#$ points")
    assert points.rounds(100 * math.sqrt(0.05 * 0.95 / 20))
    smallest = question.figure("$0.03/150=#$")
    assert question.figure("the largest inverse weight is #") == pytest.approx(1 / smallest)


@checks("blackbox-explainability-system")
def test_calls_hours_and_bytes_of_explanations(question):
    declined = question.figure(r"$40\,000\times0.30=#$")
    assert declined == 40_000 * 0.3
    rows, calls = question.figures("it is # rows, # calls")
    assert rows == 512 * 20
    assert calls == math.ceil(rows / 500)
    assert question.figure("12,000 s, or # hours").rounds(declined / 3_600)
    assert question.figure("All 40,000 would take # hours").rounds(40_000 / 3_600)
    size = question.figure(r"\text{ kB}\times365\times5\approx#$ GB")
    assert size.rounds((declined + 28_000 * 0.02) * 2e3 * 365 * 5 / 1e9)


@checks("ctr-prediction-systems")
def test_rows_scores_and_tables_of_click_prediction(question):
    million, cores = question.figures(
        r"$50\,000\times200=#$ million a second at peak. At 20 µs "
        "each that is # busy cores"
    )
    assert million == 50_000 * 200 / 1e6
    assert cores.rounds(million * 1e6 * 20e-6)
    clicks, kept, both = question.figures(
        r"$8\times10^9\times1\%=#$ million clicks; $7.92\times10^9\times0.05=#$ million kept "
        "non-clicks; together # million"
    )
    assert clicks == pytest.approx(8e9 * 0.01 / 1e6)
    assert kept == pytest.approx(7.92e9 * 0.05 / 1e6)
    assert both == clicks + kept
    rate, corrected = question.figures("$80/476=#$. Corrected: $0.168/(0.168+0.832/0.05)=#$")
    assert rate.rounds(80 / 476)
    assert corrected.rounds(0.168 / (0.168 + 0.832 / 0.05))
    table = question.figure(r"$200\times10^6\times16\times4$ bytes $=#$ GB")
    assert table.rounds(200e6 * 16 * 4 / 1e9)
    alone = question.figure(r"$e^{-4}\approx#\%$")
    assert alone.rounds(100 * math.exp(-200 / 50))


@checks("design-feature-platform")
def test_values_reads_and_history_of_features(question):
    online = question.figure(r"$42\times10^6\times200\times8$ bytes $=#$ GB")
    assert online.rounds(42e6 * 200 * 8 / 1e9)
    events, size = question.figures(
        r"$40\,000\times86\,400\times730\approx#$ events; at 200 bytes # TB"
    )
    assert events.rounds(40_000 * 86_400 * 730)
    assert size.rounds(40_000 * 86_400 * 730 * 200 / 1e12)
    hourly = question.figure(r"$3\times10^6\times24\times730\times100$ bytes $\approx#$ TB")
    assert hourly.rounds(3e6 * 24 * 730 * 100 / 1e12)


@checks("design-fraud-detection")
def test_when_to_decline_and_when_to_review(question):
    mean, peak = question.figures(r"\approx#$ payments a second on average, about # at peak")
    assert mean.rounds(20e6 / 86_400)
    assert peak == pytest.approx(3 * 20e6 / 86_400, abs=1)
    limit = question.figure("$5/125=#$")
    assert limit == 5 / (120 + 5)
    low, high = question.figures(r"from $p=2/120\approx#$ and beats declining up to $p=#$")
    assert low.rounds(2 / 120)
    assert 5 * (1 - high) == pytest.approx(2)
    gain = question.figure(r"$\min(120\cdot0.04,\,5\cdot0.96)-2=#$")
    p = np.linspace(0, 1, 1_001)
    worth = np.minimum(120 * p, 5 * (1 - p)) - 2
    assert worth.max() == pytest.approx(gain)
    assert p[np.argmax(worth)] == pytest.approx(limit)


@checks("design-rag-support-bot")
def test_chunks_tokens_and_money_of_a_support_assistant(question):
    chunks = question.figure("40,000 × 4 = # chunks")
    assert chunks == 40_000 * 4
    size, gigabytes = question.figures("160,000 × 3,072 = # bytes, about # GB")
    assert size == chunks * 768 * 4
    assert gigabytes.rounds(size / 1e9)
    rate, peak = question.figures("that is # per second, and # per second at peak")
    assert rate.rounds(120_000 / 86_400)
    assert peak.rounds(5 * 120_000 / 86_400)
    day, answer = question.figures("480 + 120 = # a day, that is # per answer")
    assert day == 120_000 * (4_000 * 1 + 250 * 4) / 1e6
    assert answer == day / 120_000
    error = question.figure("√(0.8 × 0.2 / 500) = # points")
    assert error.rounds(100 * math.sqrt(0.8 * 0.2 / 500))
    waiting = question.figure("per second is about # answers at a time")
    assert waiting.rounds((1.3 + 5) * 5 * 120_000 / 86_400)


@checks("design-search-ranking")
def test_vectors_and_scores_of_a_search(question):
    full, small = question.figures(
        r"$50\times10^6\times128\times4$ bytes $=#$ GB in 32-bit floats, # GB in 8-bit integers"
    )
    assert full.rounds(50e6 * 128 * 4 / 1e9)
    assert small.rounds(50e6 * 128 / 1e9)
    assert question.figure("2,000 queries × 300 candidates = # scores a second") == 2_000 * 300
    assert question.figure("At 20 µs each that is # busy cores").rounds(600_000 * 20e-6)


@checks("homepage-hero-case")
def test_what_an_even_split_loses(question):
    rates = np.array(question.figures("true click rates #, #, #, # and #%"))
    gap = question.figure(r"$(0+0.4+0.5+0.8+1.0)/5=#$ points")
    assert gap.rounds((rates.max() - rates).mean())
    lost = question.figure(r"$2\,100\,000\times0.0054=#$ clicks lost")
    assert lost == pytest.approx(7 * 300_000 * gap / 100)
    best = question.figure(r"$4\,200\,000\times0.04=#$ clicks")
    assert best == pytest.approx(14 * 300_000 * rates.max() / 100)
    assert question.figure("so the split loses #% of them").rounds(100 * lost / best)
    floor = question.figure(r"of visits: # in the fortnight")
    assert floor == pytest.approx(14 * 300_000 * 5 * 0.02 * gap / 100)
    error = question.figure("standard error of a difference about # points")
    p, q = 0.04, 0.036
    assert error.rounds(100 * math.sqrt((p * (1 - p) + q * (1 - q)) / 420_000))


@checks("hybrid-personalisation-stack")
def test_holdouts_of_three_layers(question):
    share = question.figure(r"$0.9^3=#\%$ receive all three")
    assert share.rounds(100 * 0.9**3)
    error = question.figure(r"$\sqrt{0.03\times0.97/60\,000}\approx#$ points")
    assert error.rounds(100 * math.sqrt(0.03 * 0.97 / 60_000))
    none = question.figure("that 0.1% is # visitors a week")
    assert none == pytest.approx(60_000 / 0.03 * 0.97 * 0.001)


@checks("realtime-prediction-at-scale")
def test_batches_zones_and_slow_shards(question):
    single, eight = question.figures(
        r"$1/0.006\approx#$ requests a second; eight together $8/0.012\approx#$"
    )
    assert single.rounds(1 / 0.006)
    assert eight.rounds(8 / 0.012)
    assert question.figure(r"$12\,000/667=#$ accelerators") == round(12_000 / (8 / 0.012))
    assert question.figure(r"$500/667=#\%$").rounds(100 * 12_000 / 24 * 0.012 / 8)
    calm, calm_round = question.figures(
        "at 333 a second about # requests wait for each round, and a round takes about # ms"
    )
    busy, busy_round = question.figures("at 500 a second # and # ms")
    for rate, batch, time in [(1 / 3, calm, calm_round), (1 / 2, busy, busy_round)]:
        b = rate * (6 - 6 / 7) / (1 - rate * 6 / 7)
        assert batch.rounds(b)
        assert time.rounds(6 + 6 / 7 * (b - 1))
    assert question.figure(r"$1-0.99^{20}\approx#\%$").rounds(100 * (1 - 0.99**20))
    assert question.figure("with 70% hits at 2 ms and misses at 20 ms the mean is # ms") == (
        pytest.approx(0.7 * 2 + 0.3 * 20)
    )


@checks("session-recommendation-rl-case")
def test_lists_and_weights_of_a_session(question):
    lists = question.figure(r"$\binom{80\,000}{6}\approx#$")
    assert lists.rounds(math.comb(80_000, 6))
    twice, thrice = question.figures("$2^{10}=#$; with 3 they give $3^{10}=#$")
    assert (twice, thrice) == (2**10, 3**10)
    ten, three = question.figures(
        r"$1.5^{-10}\approx#\%$ of the sessions; three steps leave $1.5^{-3}\approx#\%$"
    )
    assert ten.rounds(100 * 1.5**-10)
    assert three.rounds(100 * 1.5**-3)


@checks("ann-index")
def test_sizes_of_three_indices(question):
    raw = question.figure("50 million times 256 floats is # GB")
    assert raw.rounds(50e6 * 256 * 4 / 1e9)
    links = question.figure("another # GB at four bytes")
    assert links.rounds(50e6 * 32 * 4 / 1e9)
    scanned = question.figure("it scans about # vectors")
    assert scanned.rounds(50e6 * 32 / 16_384, unit=1_000)
    codes, original, total = question.figures("# bytes instead of #, so # GB")
    assert (codes, original) == (32, 256 * 4)
    assert total.rounds(50e6 * 32 / 1e9)


@checks("matrix-factorisation", "two-tower-retrieval", "collaborative-filtering")
def test_sizes_and_shrinkage_of_recommenders(factors, towers, neighbours):
    million, megabytes = factors.figures("are # million numbers, # MB in float32")
    assert million.rounds((1e6 + 1e5) * 64 / 1e6)
    assert megabytes.rounds((1e6 + 1e5) * 64 * 4 / 1e6)
    assert towers.figure("Ten million vectors of 128 floats take about # GB").rounds(
        10e6 * 128 * 4 / 1e9
    )
    assert neighbours.figure(r"and $\beta=20$, leaves #").rounds(2 / (2 + 20))


@checks("multi-task-ranking", "learning-to-rank")
def test_values_of_clicks_and_purchases(tasks, ranking):
    score = tasks.figure("scores $0.1+0.4=#$ cents")
    assert score == pytest.approx(0.10 * 1 + 0.002 * 200)
    ranking.says("looked at by 20% of users, should count five times")
    assert 1 / 0.2 == 5


@checks("gpu-utilisation", "debug-slow-training")
def test_where_the_time_of_a_step_goes(gpu, loader):
    launches = gpu.figure(r"$4349\times10\,\mu\mathrm{s}\approx#$ ms")
    assert launches.rounds((349 + 4_000) * 0.010)
    update = gpu.figure(r"$7\times4\times24\cdot10^6$ bytes at 1.5 TB/s are # ms")
    assert update.rounds(7 * 4 * 24e6 / 1.5e12 * 1e3)
    busy = gpu.figure("the device is busy only # per cent")
    assert busy.rounds(100 * (349 * 0.046 + 4_000 * 0.002) / 43.5)
    read, needed = loader.figures("# bytes unpacked to get #")
    assert read % needed == 0


@checks("reproducibility", "data-drift-detection", "categorical-embeddings")
def test_spreads_alarms_and_tables(runs, drift, embeddings):
    assert runs.figure(r"$0.6\sqrt{2/5}\approx#$").rounds(0.6 * math.sqrt(2 / 5))
    drift.says("300 columns at a 5 per cent level give fifteen false alarms")
    assert 300 * 0.05 == 15
    table = embeddings.figure("80,000 levels are # million parameters")
    assert table.rounds(80_000 * 32 / 1e6)
