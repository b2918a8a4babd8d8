"""Every program of the product is killed while ten people type; the supervisor brings it back."""

import signal

import psycopg

from tests.faults import ledger
from tests.faults.candidates import Room
from tests.faults.house import Product, wait_for


def kill_the_worker_in_the_middle_of_answers(product: Product, room: Room) -> list[tuple]:
    """Holds back the very last step of marking, so that the kill surely falls before it."""
    running = """SELECT id FROM interview_interviewquestion
        WHERE scoring = 'running' AND interview_id = ANY(%s)"""
    with psycopg.connect(product.database_url) as holder:
        holder.execute("LOCK TABLE interview_scorecard IN SHARE MODE")
        room.hand_in()
        wait_for(lambda: product.sql(running, room.interviews), "an answer being marked")
        product.kill("worker")
        holder.rollback()
    return product.sql(running, room.interviews)


def test_every_acknowledged_word_survives_and_is_marked_once(product):
    room = Room(product.port, product.seats(10))
    with room:
        room.wait_for_saves()
        for name in ("web", "worker", "beat", "redis"):
            product.kill(name)
            product.wait_until_healthy()
            room.wait_for_saves()
        for how in (signal.SIGINT, signal.SIGKILL):  # a fast restart, and a crash
            product.kill("postgres", how)
            product.wait_until_healthy()
            room.wait_for_saves()
    assert room.failures, "nobody has noticed any of it: this proved nothing"
    assert not any(candidate.closed for candidate in room.candidates)

    left_behind = kill_the_worker_in_the_middle_of_answers(product, room)
    assert left_behind
    product.kill("redis")  # and with it whatever was queued
    ledger.check_closed_once(product, room.interviews)
    ledger.let_time_pass(product, seconds=150)  # the dead worker's claims run out
    wait_for(lambda: not ledger.unsettled(product, room.interviews), "all marks", every=0.5)

    ledger.check_saves(product, room.saved)
    ledger.check_scored_once(product, room.interviews)
