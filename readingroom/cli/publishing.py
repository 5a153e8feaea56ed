"""The work of `build`: what is to be made is made, and published whole or not at all."""

import argparse
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace

from readingroom.cli import status, verifying
from readingroom.cli.arguments import Common
from readingroom.cli.building import options
from readingroom.cli.console import Console, counted
from readingroom.cli.guard import guard
from readingroom.cli.making import paths, progress
from readingroom.cli.summary import Work, changes, closing_lines, say
from readingroom.cli.usage import as_of
from readingroom.diagnostics import Diagnostic, Severity
from readingroom.lock import acquired
from readingroom.model.figures import Figures
from readingroom.pipeline import imprint
from readingroom.pipeline.edition import Edition, Result
from readingroom.pipeline.imprint import Imprint, SearchImprint
from readingroom.publish import Outcome, Plan, planning, publishing, zipped
from readingroom.read import Inventory, Look
from readingroom.search.layout import FOLDER
from readingroom.session import Made, Session
from readingroom.session.reasons import reasons
from readingroom.session.remembering import imprint_of
from readingroom.session.shortcut import NoShortcutError, Shortcut, shortcut
from readingroom.traces import Trace
from readingroom.unchanged import Receipt, packed, remember, same_embargoes, stamped


@dataclass(slots=True, kw_only=True)
class _Done:
    """What a build came to."""

    diagnostics: tuple[Diagnostic, ...]
    """Of the content."""
    inventory: Inventory
    figures: Figures
    work: Work
    refused: tuple[str, ...] = ()
    problems: list[Diagnostic] = field(default_factory=list)
    """With the pages and the output folder."""
    traces: dict[str, Trace] = field(default_factory=dict)
    search: SearchImprint | None = None
    outcome: Outcome = field(default_factory=Outcome)
    outputs: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of what was published, by address."""
    standing: str = ""
    """The digest of what stands in the output folder."""
    is_published: bool = False
    imprint: Imprint | None = None


def run(common: Common, own: argparse.Namespace, console: Console, start: float, seen: Look | None) -> int:
    """Builds and publishes; returns the exit status.

    `start` is when that began, by the monotonic clock; `seen` a look at the content folder since.
    """
    with closing(Session(paths(common), jobs=common.jobs, fresh=own.clean)) as session:
        return _Build(session, common, own, console).run(start, seen)


class _Build:
    """One build, by a shortcut or by a pass over the whole archive."""

    def __init__(self, session: Session, common: Common, own: argparse.Namespace, console: Console) -> None:
        self._session = session
        self._common = common
        self._own = own
        self._console = console
        self._moment = as_of(own.as_of, session.settings.timezone)
        self._earlier = session.remembered()

    def run(self, start: float, seen: Look | None) -> int:
        short = None if self._own.dry_run else self._short(seen)
        done = short or self._whole()
        if isinstance(done, int):
            return done
        counts = self._console.report(done.problems)
        if not done.is_published:
            found = counts[Severity.ERROR] + self._common.strict * counts[Severity.WARNING]
            self._console.say(f"Nothing was published: {counted(found, 'problem')} with the pages.")
            return status.CONTENT
        errors = sum(one.severity is Severity.ERROR for one in done.diagnostics) + counts[Severity.ERROR]
        lines = tuple(closing_lines(done.figures, done.outcome, done.work, done.refused))
        self._remember(done, _status(errors))
        say(self._console, lines, time.monotonic() - start, self._session.paths.output)
        return self._asked(done) or _status(errors)

    def _short(self, seen: Look | None) -> _Done | None:
        """The build by way of what is remembered; None where that is not enough."""
        session, earlier = self._session, self._earlier
        if earlier is None or not same_embargoes(earlier.as_of, self._moment, earlier.lifts):
            return None
        try:
            inventory = session.scan(earlier, seen)
            found = shortcut(session, earlier, inventory)
        except NoShortcutError:
            return None
        done = _Done(
            diagnostics=session.heard(found.imprint.diagnostics),
            inventory=inventory,
            figures=found.imprint.figures,
            work=Work(parsed=found.parsed),
        )
        if self._common.strict and any(one.severity is Severity.WARNING for one in done.diagnostics):
            return None
        if not self._publish(done, lambda publication: self._put_short(found, publication, done)):
            return None
        self._console.report(done.diagnostics)
        moment = self._moment.isoformat()
        done.imprint = replace(found.imprint, as_of=moment, outputs=done.outputs)
        return done

    def _whole(self) -> _Done | int:
        """The build by a pass over the whole archive, or with what status it was stopped."""
        session = self._session
        made = session.edition(self._moment, started=progress(self._console), earlier=self._earlier)
        errors = self._console.report(made.diagnostics)
        if self._stops(errors[Severity.ERROR], errors[Severity.WARNING]):
            self._console.say(self._refusal(errors[Severity.ERROR], made))
            return status.CONTENT
        if self._own.dry_run:
            return _status(errors[Severity.ERROR] + self._rehearse(made))
        done = _done(made)
        self._publish(done, lambda publication: self._put(made.edition, publication, done))
        if done.is_published:
            done.imprint = _imprint(made, done, done.outputs)
        return done

    def _publish(self, done: _Done, put: Callable[[Plan], bool]) -> bool:
        """Commits what `put` puts, unless there is a problem; False where `put` cannot put all."""
        session = self._session
        remembered = session.paths.cache / "published"
        with (
            acquired(session.paths.output),
            publishing(
                session.paths.output, apart_from=session.paths.read, remembered=remembered
            ) as publication,
        ):
            if not put(publication):
                return False
            done.outcome = publication.outcome()
            done.problems += self._standing(done.outcome)
            forbidding = {Severity.ERROR, Severity.WARNING} if self._common.strict else {Severity.ERROR}
            if not any(problem.severity in forbidding for problem in done.problems):
                done.outcome = publication.commit(done.outcome)
                done.outputs = dict(publication.wanted)
                done.standing = publication.standing
                done.is_published = True
        return True

    def _standing(self, outcome: Outcome) -> list[Diagnostic]:
        """What there is to tell of the output folder as it would be."""
        stop = None if self._own.allow_removals else guard(self._session.settings, outcome)
        return [*outcome.diagnostics(), *([stop] if stop else [])]

    def _put(self, edition: Edition, publication: Plan, done: _Done) -> bool:
        """Puts every file; tells what is wrong with those that cannot be made."""
        for file in edition.files():
            publication.put(file.address, file.data)
        for copy in edition.copies():
            if copy.digest:
                publication.copy(copy.address, self._session.paths.content / copy.path, copy.digest)
            else:
                publication.put(copy.address, edition.content(copy.path))
        for bundle in edition.bundles():
            publication.put(bundle.address, zipped(bundle, edition.content))
        known = self._earlier.traces if self._earlier else {}
        for result in edition.composed(known, publication.keep):
            self._take(result, publication, done)
        seen: set[tuple[str, int, str]] = set()
        for page in edition.pages(progress(self._console, "Pages"), known, publication.keep):
            problem = page.problem
            if problem is None:
                done.work.rendered += page.data is not None
                done.work.reused += page.data is None
                self._take(page, publication, done)
            elif (key := (problem.path, problem.line, str(problem.code))) not in seen:
                seen.add(key)  # a template fails on every page that uses it, and is told once
                done.problems.append(problem)
        self._put_search(edition, publication, done)
        return True

    def _put_search(self, edition: Edition, publication: Plan, done: _Done) -> None:
        """Puts the search index, or keeps the one that was made from the same."""
        now, earlier = edition.searching, self._earlier
        kept: set[str] = set()
        if earlier and now.is_made_as(earlier.search):
            its = {name: sha for name, sha in earlier.outputs.items() if name.startswith(f"{FOLDER}/")}
            kept = {address for address, sha in its.items() if publication.keep(address, sha)}
            done.search = earlier.search
            if len(kept) == len(its):
                return
        for address, data in now.files():
            if address not in kept:
                publication.put(address, data)
        done.search = now.imprint()

    def _put_short(self, found: Shortcut, publication: Plan, done: _Done) -> bool:
        """Puts what changed and keeps the rest; False where somebody touched that."""
        changed = {result.address for result in found.results} | {copy.address for copy in found.copies}
        changed |= found.search.gone | found.search.files.keys()
        for address, output in found.imprint.outputs.items():
            if address not in changed and not publication.keep(address, output):
                return False
        for copy in found.copies:
            publication.copy(copy.address, self._session.paths.content / copy.path, copy.digest)
        for address, data in found.search.files.items():
            publication.put(address, data)
        for result in found.results:
            self._take(result, publication, done)
        done.problems = list(self._session.heard(found.imprint.remarks))
        done.work.rendered = sum(result.address not in found.imprint.excerpts for result in found.results)
        done.work.reused = done.figures.pages - done.work.rendered
        return True

    def _take(self, result: Result, publication: Plan, done: _Done) -> None:
        """Puts one page that could be made; one without bytes is kept already."""
        if result.data is not None:
            publication.put(result.address, result.data)
        if result.trace:
            done.traces[result.address] = result.trace
        if result.remark:
            done.problems += self._session.heard([result.remark])

    def _rehearse(self, made: Made) -> int:
        """Lists what a build would change; returns how many errors would stop it."""
        session, console, done = self._session, self._console, _done(made)
        remembered = session.paths.cache / "published"
        plan = planning(session.paths.output, apart_from=session.paths.read, remembered=remembered)
        self._put(made.edition, plan, done)
        outcome = plan.outcome()
        for mark, addresses in (("+", outcome.added), ("~", outcome.changed), ("-", outcome.removed)):
            for address in addresses:
                console.answer(f"{mark} {address}")
        counts = console.report([*done.problems, *self._standing(outcome)])
        console.say(f"{changes(outcome)}.")
        if self._own.why:
            self._say_why(_imprint(made, done, plan.wanted))
        return counts[Severity.ERROR]

    def _stops(self, errors: int, warnings: int) -> bool:
        """Whether what was found keeps the whole archive from being published."""
        return bool((errors and not self._common.keep_going) or (warnings and self._common.strict))

    def _refusal(self, errors: int, made: Made) -> str:
        if not errors or self._common.keep_going:
            return "Nothing was published: warnings count as errors with --strict."
        left_out = (
            f", which would leave out {counted(len(made.refused), 'dispatch', 'dispatches')}"
            if made.refused
            else ""
        )
        told = counted(errors, "error")
        return f"Nothing was published: {told}. --keep-going publishes the rest{left_out}."

    def _remember(self, done: _Done, ended: int) -> None:
        """Keeps what the next build can spare itself."""
        session, now = self._session, done.imprint
        assert now is not None  # noqa: S101 - it was published
        imprint.save(session.store, session.paths.output, now)
        is_proof = len(now.proven_stamps()) == len(now.stamps)
        receipt = Receipt(
            options=options(self._common),
            configuration=now.configuration,
            content=stamped(done.inventory.stamps, done.inventory.unseen),
            output=done.standing,
            as_of=now.as_of,
            lifts=now.lifts,
            told=packed((done.diagnostics, tuple(done.problems))),
            closing=tuple(closing_lines(done.figures, _nothing(done), _no_work(done), done.refused)),
            status=ended,
        )
        remember(session.store, session.paths.output, receipt if is_proof else None)

    def _asked(self, done: _Done) -> int:
        """Answers --why and --verify; the status where the build proves wrong."""
        if self._own.why and done.imprint:
            self._say_why(done.imprint)
        if not self._own.verify:
            return status.CLEAN
        told = verifying.differences(self._session.paths, self._common, self._moment, done.outputs)
        self._console.report(told)
        self._console.say("A clean build gives the same files, byte for byte." if not told else "")
        return status.CONTENT if told else status.CLEAN

    def _say_why(self, now: Imprint) -> None:
        for line in reasons(self._own.why, self._earlier, now, self._session):
            self._console.answer(line)


def _imprint(made: Made, done: _Done, outputs: Mapping[str, str]) -> Imprint:
    assert done.search is not None  # noqa: S101 - all was put
    return imprint_of(made, done.traces, outputs, done.search)


def _done(made: Made) -> _Done:
    return _Done(
        diagnostics=made.diagnostics,
        inventory=made.inventory,
        figures=made.figures,
        work=Work(parsed=made.parsed),
        refused=made.refused,
    )


def _nothing(done: _Done) -> Outcome:
    """The outcome of a build that finds all as this one left it."""
    standing = (*done.outcome.added, *done.outcome.changed, *done.outcome.unchanged)
    return Outcome(unchanged=tuple(sorted(standing)), carried=done.outcome.carried)


def _no_work(done: _Done) -> Work:
    return Work(reused=done.figures.pages)


def _status(errors: int) -> int:
    """The exit status of a build that came to its end."""
    return status.CONTENT if errors else status.CLEAN
