"""A publication: files are put into a staging folder, and appear all at once when it is committed."""

import errno
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from readingroom.publish import journal, manifest, record, stage
from readingroom.publish.durable import settle, settle_one
from readingroom.publish.exchange import exchange, mount_points_in
from readingroom.publish.failure import OutputRefusedError, PublishError, machine_failures
from readingroom.publish.outcome import Outcome, Way
from readingroom.publish.plan import Plan
from readingroom.publish.stage import Stage
from readingroom.publish.standby import Standby
from readingroom.publish.standing import digest_of
from readingroom.publish.tree import (
    FOLDER_MODE,
    Stamp,
    Tree,
    ancestors,
    make_folder,
    permit,
    stamp_of,
    survey,
)

_UNLINKABLE = {
    errno.EPERM,
    errno.EACCES,
    errno.EXDEV,
    errno.EMLINK,
    errno.ENOTSUP,
    errno.ENOSYS,
    errno.EINVAL,
}
"""A file that cannot have a second name: another user's, or the file system knows none."""


class Publication(Plan):
    """Nothing is visible before `commit`, and nothing is left where it is never called."""

    def __init__(self, output: str, remembered: Path | None) -> None:
        """`output` is a real path under our lock, healed; `remembered` is a file of stamps or None."""
        super().__init__(output, remembered)
        self._stage = Stage(output)
        self._standby = Standby(output, remembered.parent if remembered else None)
        self._held: frozenset[str] = frozenset()
        """Published files that stood in the standby tree, and so did not get another name."""
        self._stamps: dict[str, Stamp] = {}
        self._is_ours = False
        self._mounted = self._tree.other_systems | mount_points_in(output)

    def commit(self, outcome: Outcome | None = None) -> Outcome:
        """Publishes what was put, and only that; OutputRefusedError where something stands in the way.

        `outcome` is what it would come to, where the caller has asked. PublishError leaves the site as it
        was; in place, the journal tells the next run the rest.
        """
        outcome = outcome or self.outcome()
        if outcome.occupied:
            reason = f"{outcome.occupied[0]} in the output folder is not ours."
            raise OutputRefusedError(reason, "Move it out of the output folder.")
        with machine_failures():
            done = self._publish(outcome)
            self._permit_folders()
            self.abandon()
            self._remember(done)
        return done

    @property
    def standing(self) -> str:
        """The digest of what stands in the output folder; empty where that is not all ours any more."""
        return digest_of(self._tree) if self._is_ours else ""

    def _remember(self, done: Outcome) -> None:
        """Keeps the stamps of what was published, which is looked at again: a new name changes a stamp.

        What somebody touched since we left it is not remembered.
        """
        left = {name: self._tree.files[name] for name in done.unchanged} | self._stamps
        self._tree = self._looked_again(done)
        now = self._tree.files
        stamps = {name: now[name] for name, was in left.items() if name in now and now[name].is_as(was)}
        self._is_ours = stamps.keys() == self._wanted.keys()
        record.save(self._remembered, self._wanted, stamps)

    def _looked_again(self, done: Outcome) -> Tree:
        """What stands in the output folder now; files that got no other name are as they were."""
        if done.way is Way.NOTHING:
            return replace(
                self._tree,
                folders={**self._tree.folders, **dict.fromkeys(ancestors(self._wanted), FOLDER_MODE)},
            )
        if done.carried or not self._held.issuperset(done.unchanged):
            return survey(self._output, skip=stage.INSIDE)
        files = {name: self._tree.files[name] for name in done.unchanged}
        for name in (*self._new, manifest.NAME):
            with suppress(FileNotFoundError):
                files[name] = stamp_of(os.lstat(f"{self._output}/{name}"))
        return Tree(files=files, folders=dict.fromkeys(ancestors(self._wanted), FOLDER_MODE))

    def abandon(self) -> None:
        """Leaves the site as it is and removes what was staged."""
        self._stage.clear()

    def _write(self, address: str, chunks: Iterator[bytes]) -> None:
        self._stamps[address] = self._stage.write(address, chunks)

    def _way_to_change(self) -> tuple[Way, str]:
        obstacle = self._stage.obstacle
        if not obstacle and self._mounted:
            obstacle = f"{min(self._mounted)} in it is a mount point"
        return (Way.IN_PLACE, obstacle) if obstacle else (Way.EXCHANGE, "")

    def _publish(self, outcome: Outcome) -> Outcome:
        if outcome.way is Way.NOTHING:
            return outcome
        self._stage.write(manifest.NAME, iter((manifest.render(self._wanted),)))
        if outcome.way is Way.IN_PLACE:
            self._replace(outcome)
            return outcome
        obstacle = self._exchange(outcome)
        if obstacle:
            self._replace(outcome)
            return replace(outcome, way=Way.IN_PLACE, obstacle=obstacle)
        return outcome

    def _exchange(self, outcome: Outcome) -> str:
        """Completes the new tree and sets it in the old one's place; what kept us from it, or ""."""
        obstacle = self._unwritable() or self._complete(outcome)
        if obstacle:
            return obstacle
        self._settle()
        if outcome.way is Way.NEW:
            os.rename(self._stage.tree, self._output)
        else:
            journal.write(self._stage.root, journal.Exchange())
            try:
                exchange(self._stage.tree, self._output)
            except OSError:
                journal.forget(self._stage.root)
                return "its file system cannot exchange it"
        settle_one(os.path.dirname(self._output))
        with suppress(OSError):  # the site is published; the next run removes what is left of the old one
            if outcome.way is Way.EXCHANGE:
                self._put_by(outcome)
            else:
                self._standby.make((*self._wanted, manifest.NAME))
            stage.dismantle(self._stage.root)
        return ""

    def _put_by(self, outcome: Outcome) -> None:
        """Keeps the tree that was published for the next edition; takes it apart where it cannot be kept."""
        kept = (*outcome.unchanged, *outcome.carried)
        is_plain = not any(name in self._tree.folders for name in outcome.carried)
        if not is_plain or not self._standby.give(self._stage.tree, kept, outcome.removed, self._new):
            stage.retire(self._stage.tree, self._output, self._published)

    def _complete(self, outcome: Outcome) -> str:
        """Links everything that stays into the new tree; says what cannot be linked."""
        stay = (*outcome.unchanged, *outcome.carried)
        stamps = {name: self._tree.files[name] for name in stay if name in self._tree.files}
        self._held = self._standby.take(self._stage.tree, stamps, (*self._new, manifest.NAME))
        self._stage.forget_folders()
        for address in stay:
            if address in self._held:
                continue
            if address in self._tree.folders:
                self._carry_folder(address)
                continue
            try:
                self._stage.link(self._output, address)
            except OSError as error:
                if error.errno not in _UNLINKABLE:
                    raise
                return f"{address} in it cannot be linked"
        for folder in ancestors(outcome.carried) - ancestors(self._wanted):
            permit(f"{self._stage.tree}/{folder}", self._tree.folders[folder])
        return ""

    def _carry_folder(self, address: str) -> None:
        self._stage.make_parents(f"{address}/")
        permit(f"{self._stage.tree}/{address}", self._tree.folders[address])

    def _unwritable(self) -> str:
        """A folder that we could not take apart once it is exchanged."""
        for folder in self._tree.folders:
            if not os.access(f"{self._output}/{folder}", os.W_OK | os.X_OK):
                return f"{folder or 'the folder'} cannot be written to"
        return ""

    def _replace(self, outcome: Outcome) -> None:
        """Renames files into place under the journal."""
        entry = journal.Redo(place=(*outcome.added, *outcome.changed), remove=outcome.removed)
        for folder in ancestors((*entry.place, *entry.remove)) & self._tree.folders.keys():
            self._check_folder(folder)
        both = manifest.render({**self._published, **self._wanted})
        path = f"{self._stage.root}/{journal.BOTH}"
        with open(path, "xb") as file:
            file.write(both)
        self._settle(path)
        journal.write(self._stage.root, entry)
        make_folder(self._output)
        journal.redo(self._stage.root, self._output, entry)
        stage.dismantle(self._stage.root)

    def _check_folder(self, folder: str) -> None:
        """PublishError where no file of ours could be renamed into a folder or removed from it."""
        path = f"{self._output}/{folder}".rstrip("/")
        if not os.access(path, os.W_OK | os.X_OK):
            reason = f"{path}: permission denied."
            raise PublishError(reason, "Give yourself the right to write there.")
        if not self._mounted.isdisjoint(ancestors([f"{folder}/"])):
            reason = f"{path} is on another file system than the folder that is published."
            raise PublishError(reason, "Unmount it, or publish there.")

    def _settle(self, *others: str) -> None:
        tree = self._stage.tree
        settle(tree, [*others, *(f"{tree}/{address}" for address in (*self._new, manifest.NAME))])

    def _permit_folders(self) -> None:
        """Our folders are open to readers, be nothing else changed; another user's stay as they are."""
        for folder in ancestors(self._wanted):
            if self._tree.folders.get(folder, FOLDER_MODE) != FOLDER_MODE:
                with suppress(PermissionError):
                    permit(f"{self._output}/{folder}", FOLDER_MODE)
