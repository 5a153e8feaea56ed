"""The closing lines of a build."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from readingroom.cli.console import Console, counted
from readingroom.model.figures import Figures
from readingroom.publish import Outcome, Way

SECONDS = "{seconds}"
"""Stands for how long it took."""


@dataclass(slots=True, kw_only=True)
class Work:
    """What a build had to do."""

    parsed: int = 0
    rendered: int = 0
    reused: int = 0


def closing_lines(figures: Figures, outcome: Outcome, work: Work, refused: tuple[str, ...]) -> Iterator[str]:
    """What a build came to, line by line."""
    yield (
        f"{counted(figures.dispatches, 'dispatch', 'dispatches')}, {counted(figures.pages, 'page')}, "
        f"{counted(figures.notes, 'note')}, {counted(figures.links, 'link')} between dispatches, "
        f"in {SECONDS} s ({work.parsed} of {figures.sources} sources read anew)."
    )
    removed = sum(address.endswith(".html") for address in outcome.removed)
    yield f"{counted(work.rendered, 'page')} rendered, {work.reused:,} reused, {removed:,} removed."
    if refused:
        yield f"Left out: {', '.join(refused)}."
    yield f"{changes(outcome)}."
    if outcome.way is Way.IN_PLACE:
        yield f"Files were replaced one by one, since {outcome.obstacle}."
    if outcome.carried:
        yield f"Not ours and left alone: {counted(len(outcome.carried), 'file')} (-v names them)."
    if figures.drafts:
        drafts = ", ".join(figures.drafts)
        yield f"Left out as drafts, without their status they would be published: {drafts}."
    if figures.next_embargo:
        yield f"The next embargo lifts at {figures.next_embargo}."


def say(console: Console, lines: Iterable[str], seconds: float, output: Path) -> None:
    """Says the closing lines, and where the archive stands."""
    for line in lines:
        console.say(line.replace(SECONDS, f"{seconds:.1f}"))
    console.say(f"Open {(output.resolve() / 'index.html').as_uri()}")


def changes(outcome: Outcome) -> str:
    """What changes in the output folder."""
    return (
        f"{counted(len(outcome.added), 'file')} added, {len(outcome.changed):,} changed, "
        f"{len(outcome.removed):,} removed, {len(outcome.unchanged):,} as they were"
    )
