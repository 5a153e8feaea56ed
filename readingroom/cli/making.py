"""What every command that makes editions shares."""

from collections.abc import Callable

from readingroom.cli.arguments import Common
from readingroom.cli.console import Console
from readingroom.config import Paths


def paths(common: Common) -> Paths:
    """Where the user says that things lie."""
    return Paths(
        content=common.content, templates=common.templates, output=common.output, own_cache=common.cache
    )


def progress(console: Console, stage: str = "Sources") -> Callable[[int], Callable[[int], None]]:
    """Shows how far a stage is."""

    def begun(total: int) -> Callable[[int], None]:
        bar = console.progress(stage, total)
        done = 0

        def step(count: int) -> None:
            nonlocal done
            bar.step(count)
            done += count
            if done >= total:
                bar.close()

        return step

    return begun
