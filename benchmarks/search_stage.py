"""Runs the program, and writes down how long its search index took to be made.

python benchmarks/search_stage.py FILE build --content DIR …
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path


def main() -> int:
    """Returns the exit status of the program."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    # Not above: the processes that the program starts read this module first, and need none of it.
    from readingroom import cli  # noqa: PLC0415
    from readingroom.pipeline.searching import Searching  # noqa: PLC0415

    made = Searching.files
    seconds = [0.0]

    def timed(self: Searching) -> Iterator[tuple[str, bytes]]:
        """The files; what their reader does between two of them does not count."""
        files = made(self)
        while True:
            start = time.perf_counter()
            file = next(files, None)
            seconds[0] += time.perf_counter() - start
            if file is None:
                return
            yield file

    Searching.files = timed  # type: ignore[method-assign]
    status = cli.main(sys.argv[2:])
    Path(sys.argv[1]).write_text(str(seconds[0]), encoding="ascii")
    return status


if __name__ == "__main__":
    sys.exit(main())
