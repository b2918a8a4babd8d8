"""The product's Celery app with one job more, which takes as long as it is told. As a program it
queues one: `python -m tests.faults.slowly 3`.
"""

import sys
import time

from config.celery import app


@app.task(name="slowly.wait", queue="slowly")
def wait(seconds: float) -> None:
    time.sleep(seconds)


if __name__ == "__main__":
    wait.delay(float(sys.argv[1]))
