"""`build`: content in, archive out."""

import argparse
import gc
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from readingroom.addresses import RESERVED_SERIES, is_reserved_number
from readingroom.cli import status
from readingroom.cli.arguments import Common
from readingroom.cli.console import Console, counted
from readingroom.cli.making import paths, progress
from readingroom.cli.usage import as_of
from readingroom.diagnostics import Code, Diagnostic, Severity
from readingroom.lock import acquired
from readingroom.model.archive import Presence
from readingroom.pipeline import imprint
from readingroom.pipeline.edition import Edition, Result
from readingroom.pipeline.imprint import Imprint
from readingroom.publish import Outcome, Plan, Way, planning, publishing, zipped
from readingroom.session import Made, Session
from readingroom.traces import Trace

GUARD_SHARE = 10
"""Of the published dispatches, one in so many may disappear in one build."""
GUARD_LEAST = 10


def run(common: Common, own: argparse.Namespace, console: Console) -> int:
    """Builds and publishes; returns the exit status."""
    start = time.monotonic()
    with _uncollected(), closing(Session(paths(common), jobs=common.jobs, fresh=own.clean)) as session:
        earlier = imprint.load(session.store, session.paths.output)
        moment = as_of(own.as_of, session.settings.timezone)
        made = session.edition(moment, started=progress(console), earlier=earlier)
        errors = console.report(made.diagnostics)
        if _stops(errors[Severity.ERROR], errors[Severity.WARNING], common):
            console.say(_refusal(errors[Severity.ERROR], made, common))
            return status.CONTENT
        if own.dry_run:
            stopping = _rehearse(session, made, earlier, console, allow_removals=own.allow_removals)
            return status_of(errors[Severity.ERROR] + stopping)
        with acquired(session.paths.output):
            outcome, done = _publish(
                session, made, earlier, console, strict=common.strict, allow_removals=own.allow_removals
            )
            if outcome:
                imprint.save(session.store, session.paths.output, session.imprint(made, done.traces))
        counts = console.report(done.problems)
        if outcome is None:
            found = counts[Severity.ERROR] + common.strict * counts[Severity.WARNING]
            console.say(f"Nothing was published: {counted(found, 'problem')} with the pages.")
            return status.CONTENT
        _summarise(console, made, outcome, done, time.monotonic() - start)
        console.say(f"Open {(session.paths.output.resolve() / 'index.html').as_uri()}")
        return status_of(errors[Severity.ERROR] + counts[Severity.ERROR])


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector: a build ends before what it would find is worth the looking."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def status_of(errors: int) -> int:
    """The exit status of a build that came to its end."""
    return status.CONTENT if errors else status.CLEAN


def _stops(errors: int, warnings: int, common: Common) -> bool:
    """Whether what was found keeps the whole archive from being published."""
    return bool((errors and not common.keep_going) or (warnings and common.strict))


def _refusal(errors: int, made: Made, common: Common) -> str:
    if not errors or common.keep_going:
        return "Nothing was published: warnings count as errors with --strict."
    left_out = (
        f", which would leave out {counted(len(made.refused), 'dispatch', 'dispatches')}"
        if made.refused
        else ""
    )
    return f"Nothing was published: {counted(errors, 'error')}. --keep-going publishes the rest{left_out}."


@dataclass(slots=True)
class _Done:
    """What came of the pages so far."""

    problems: list[Diagnostic] = field(default_factory=list)
    traces: dict[str, Trace] = field(default_factory=dict)
    rendered: int = 0
    reused: int = 0


def _publish(
    session: Session,
    made: Made,
    earlier: Imprint | None,
    console: Console,
    *,
    strict: bool,
    allow_removals: bool,
) -> tuple[Outcome | None, _Done]:
    """Renders what is to be rendered into a publication and commits it; None where it was stopped."""
    remembered = session.paths.cache / "published"
    with publishing(
        session.paths.output, apart_from=session.paths.read, remembered=remembered
    ) as publication:
        done = _put(made.edition, earlier, session, publication, console)
        outcome = publication.outcome()
        done.problems += outcome.diagnostics()
        if not allow_removals and (stop := _guard(made.edition, outcome)):
            done.problems.append(stop)
        forbidding = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        if any(problem.severity in forbidding for problem in done.problems):
            return None, done
        return publication.commit(), done


def _put(
    edition: Edition, earlier: Imprint | None, session: Session, publication: Plan, console: Console
) -> _Done:
    """Puts every file; tells what is wrong with those that cannot be made."""
    for file in edition.files():
        publication.put(file.address, file.data)
    for copy in edition.copies():
        if copy.digest:
            publication.copy(copy.address, session.paths.content / copy.path, copy.digest)
        else:
            publication.put(copy.address, edition.content(copy.path))
    for bundle in edition.bundles():
        publication.put(bundle.address, zipped(bundle, edition.content))
    done = _Done()
    known = earlier.traces if earlier else {}
    for result in edition.composed(known, publication.keep):
        _take(result, publication, done)
    bar = console.progress("Pages", edition.page_count)
    seen: set[tuple[str, int, str]] = set()
    for page in edition.pages(bar.step, known, publication.keep):
        done.rendered += page.data is not None
        done.reused += page.trace is not None and page.data is None
        problem = page.problem
        if problem is None:
            _take(page, publication, done)
        elif (key := (problem.path, problem.line, str(problem.code))) not in seen:
            seen.add(key)  # a template fails on every page that uses it, and is told once
            done.problems.append(problem)
    bar.close()
    return done


def _take(result: Result, publication: Plan, done: _Done) -> None:
    """Puts one page that could be made; one without bytes is kept already."""
    if result.data is not None:
        publication.put(result.address, result.data)
    if result.trace:
        done.traces[result.address] = result.trace
    if result.remark:
        done.problems.append(result.remark)


def _guard(edition: Edition, outcome: Outcome) -> Diagnostic | None:
    """Stops a build that would remove many dispatches: the content folder may not be mounted."""
    keys = frozenset(row.key for row in edition.site.settings.fields) | RESERVED_SERIES
    removed = sum(_is_dispatch(address, keys) for address in outcome.removed)
    kept = sum(_is_dispatch(address, keys) for address in (*outcome.unchanged, *outcome.changed))
    if removed < GUARD_LEAST or removed * GUARD_SHARE <= removed + kept:
        return None
    message = f"This build would remove {removed} of {removed + kept} published dispatches."
    return Diagnostic(code=Code.MASS_REMOVAL, message=message)


def _is_dispatch(address: str, other_folders: frozenset[str]) -> bool:
    """Whether a dispatch stands at an address: a page in the folder of a series, and no list."""
    folder, _, name = address.partition("/")
    number, dot, suffix = name.rpartition(".")
    is_page = bool(dot) and suffix == "html" and "/" not in name and not is_reserved_number(number)
    return is_page and folder not in other_folders


def _rehearse(
    session: Session, made: Made, earlier: Imprint | None, console: Console, *, allow_removals: bool
) -> int:
    """Lists what a build would change; returns how many errors would stop it."""
    remembered = session.paths.cache / "published"
    plan = planning(session.paths.output, apart_from=session.paths.read, remembered=remembered)
    problems = _put(made.edition, earlier, session, plan, console).problems
    outcome = plan.outcome()
    for mark, addresses in (("+", outcome.added), ("~", outcome.changed), ("-", outcome.removed)):
        for address in addresses:
            console.answer(f"{mark} {address}")
    stop = None if allow_removals else _guard(made.edition, outcome)
    counts = console.report([*problems, *outcome.diagnostics(), *([stop] if stop else [])])
    console.say(f"{_changes(outcome)}.")
    return counts[Severity.ERROR]


def _changes(outcome: Outcome) -> str:
    return (
        f"{counted(len(outcome.added), 'file')} added, {len(outcome.changed)} changed, "
        f"{len(outcome.removed)} removed, {len(outcome.unchanged)} as they were"
    )


def _summarise(console: Console, made: Made, outcome: Outcome, done: _Done, seconds: float) -> None:
    edition, archive = made.edition, made.edition.site.archive
    entries = [entry for entry in archive.entries.values() if entry.presence is Presence.PAGE]
    notes = sum(entry.card.notes for entry in entries)
    links = sum(len(entry.links) + len(entry.card.links) for entry in entries)
    console.say(
        f"{counted(len(archive.entries), 'dispatch', 'dispatches')}, {counted(edition.page_count, 'page')}, "
        f"{counted(notes, 'note')}, {counted(links, 'link')} between dispatches, in {seconds:.1f} s "
        f"({made.parsed} of {made.sources} sources read anew)."
    )
    console.say(
        f"{counted(done.rendered, 'page')} rendered, {done.reused} reused, {len(outcome.removed)} removed."
    )
    if made.refused:
        console.say(f"Left out: {', '.join(made.refused)}.")
    console.say(f"{_changes(outcome)}.")
    if outcome.way is Way.IN_PLACE:
        console.say(f"Files were replaced one by one, since {outcome.obstacle}.")
    if outcome.carried:
        console.say(f"Not ours and left alone: {counted(len(outcome.carried), 'file')} (-v names them).")
    if made.drafts:
        console.say(
            f"Left out as drafts, without their status they would be published: {', '.join(made.drafts)}."
        )
    if archive.next_embargo:
        console.say(f"The next embargo lifts at {archive.next_embargo}.")
