"""The same figures from every executor, also when a worker is killed on the way."""

import os
import signal
import time
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any

import numpy as np
import pytest

from marginlib.book import Book
from marginlib.modes import isolated
from marginlib.probability import Motion, Sampling, fates, touch_with_jumps
from marginlib.probability.draws import Progress, computed
from marginlib.schedules import FlatRate

FLAT = FlatRate(0.005)
BOOK = Book(["BTC", "ETH"], [10.0, -5.0], [100.0] * 2, [100.0] * 2, {"BTC": FLAT, "ETH": FLAT})


def figures(executor: Executor | None = None, progress: Progress | None = None) -> bytes:
    """Every bit of a fate that is cut into sixteen chunks."""
    prices, motion = dict.fromkeys(("BTC", "ETH"), 100.0), Motion(0.8, 7 / 365, correlation=0.5)
    sampling = Sampling(1 << 17, steps=3, executor=executor, progress=progress)
    fate = fates(BOOK, {"": isolated}, prices, motion, sampling)[""]
    return b"".join(np.asarray(part).tobytes() for one in vars(fate).values() for part in (one.value, one.error))


@pytest.fixture(scope="module")
def serial() -> bytes:
    """What work without an executor gives."""
    return figures()


class Killer:
    """A progress that kills a process after the second chunk, as a machine that runs out of memory would."""

    def __init__(self, process: int) -> None:
        self.process, self.killed = process, False

    def __call__(self, done: int, total: int) -> None:
        """Kill once."""
        if done == 2:
            os.kill(self.process, signal.SIGKILL)
            self.killed = True


def test_threads_give_the_bits_that_serial_work_gives(serial: bytes) -> None:
    """Work by threads agrees with serial work in every bit of every figure."""
    with ThreadPoolExecutor(3) as threads:
        assert figures(threads) == serial


def _noticed(pool: ProcessPoolExecutor) -> None:
    """Work until the pool has noticed the death of its process."""
    for _ in range(1_000):
        pool.submit(time.sleep, 0.01).result()


def test_processes_give_the_same_bits_while_one_is_killed(serial: bytes) -> None:
    """A process killed mid-run breaks its pool; what is missing is computed here, and every figure is the same."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert pool.submit(abs, -1).result() == 1
        killer = Killer(next(iter(pool._processes)))
        assert figures(pool, killer) == serial
        assert killer.killed
        with pytest.raises(BrokenExecutor):
            _noticed(pool)
        assert figures(pool) == serial  # broken from the start


@pytest.mark.slow
def test_a_dask_cluster_gives_the_same_bits_while_a_worker_is_killed(serial: bytes) -> None:
    """On a real cluster a worker is killed mid-run; its chunks are submitted again and every figure is the same."""
    distributed = pytest.importorskip("distributed", reason="distributed is installed with the test packages only")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        killer = Killer(next(iter(client.run(os.getpid).values())))
        assert figures(client.get_executor(), killer) == serial
        assert killer.killed


def test_progress_counts_every_chunk() -> None:
    """Progress is told after every chunk, serial or not, and ends at the total."""
    seen: list[tuple[int, int]] = []
    with ThreadPoolExecutor(2) as threads:
        for executor in (None, threads):
            told = Sampling(1 << 15, executor=executor, progress=lambda done, total: seen.append((done, total)))
            touch_with_jumps(100.0, 90.0, Motion(0.8, 0.1), told)
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)] * 2


def test_an_error_of_the_work_itself_is_raised_and_the_rest_is_called_off() -> None:
    """What a chunk raises reaches the caller, and chunks that have not begun are cancelled."""
    done: list[int] = []

    def failing(chunk: int) -> int:
        time.sleep(0.01)
        done.append(chunk)
        return 1 // chunk

    with ThreadPoolExecutor(1) as threads, pytest.raises(ZeroDivisionError):
        computed(failing, range(50), threads)
    assert len(done) < 50


def test_a_progress_that_raises_calls_off_the_rest() -> None:
    """Whoever stops a run from its progress waits for what has begun only, while the error is still in hand."""
    done: list[int] = []

    def slow(chunk: int) -> None:
        time.sleep(0.01)
        done.append(chunk)

    def stop(finished: int, total: int) -> None:
        raise InterruptedError(f"{finished} of {total}")

    with ThreadPoolExecutor(1) as threads, pytest.raises(InterruptedError) as raised:
        computed(slow, range(50), threads, stop)
    assert str(raised.value) == "1 of 50"
    assert len(done) < 50


def test_the_seed_decides_the_draws() -> None:
    """The same seed gives the same bits, another seed other ones, and more draws a smaller error."""

    def found(**more: Any) -> Any:
        return touch_with_jumps(100.0, 90.0, Motion(0.8, 0.1), Sampling(steps=3, **more)).touched

    assert found(seed=1) == found(seed=1)
    assert found(seed=1).value != found(seed=2).value
    assert found(draws=1 << 16).error < found(draws=1 << 10).error / 4


class Late(Executor):
    """An executor whose futures are cancelled by somebody else."""

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        """Return a future that is cancelled already."""
        future: Future[Any] = Future()
        future.cancel()
        return future


def test_cancelled_chunks_are_computed_here() -> None:
    """A chunk that the executor gave up is computed by the caller."""
    assert computed(abs, [-1, -2], Late()) == [1, 2]
