"""Where chunks of work are done: here, or by any `concurrent.futures.Executor`, with the same result.

What a chunk computes depends on the chunk alone, never on who computes it or when, and results are put together in
the order of the chunks. A chunk whose worker was lost is computed here.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import suppress
from typing import Any

Progress = Callable[[int, int], None]


def computed(
    task: Callable[[Any], Any],
    chunks: Sequence[Any],
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> list[Any]:
    """``[task(chunk) for chunk in chunks]``, by `executor` where one is given.

    `progress` is called with the number of chunks done and of all. Executors that send work to other processes need a
    task and chunks that can be pickled. A pool that breaks because a worker died gets nothing more to do: what it has
    not delivered is computed here. Dask submits the chunks of a dead worker again by itself.

    >>> computed(abs, [-1, 2], progress=lambda done, total: print(done, "of", total))
    1 of 2
    2 of 2
    [1, 2]
    """
    futures: list[Future[Any]] = []
    if executor is not None:
        with suppress(BrokenExecutor):
            futures.extend(executor.submit(task, chunk) for chunk in chunks)
    results = []
    try:
        for done, chunk in enumerate(chunks, 1):
            results.append(_delivered(futures[done - 1], task, chunk) if done <= len(futures) else task(chunk))
            if progress is not None:
                progress(done, len(chunks))
    finally:
        for future in futures:
            future.cancel()
    return results


def _delivered(future: Future[Any], task: Callable[[Any], Any], chunk: Any) -> Any:
    try:
        return future.result()
    except (BrokenExecutor, CancelledError):
        return task(chunk)
