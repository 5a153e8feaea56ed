"""Why a page changed, in words: `build --why PAGE`."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from readingroom.model.page import Page
from readingroom.pages.slices import Slice
from readingroom.pipeline import tasks
from readingroom.pipeline.edition import MATTER
from readingroom.pipeline.imprint import Imprint
from readingroom.session.differences import Then, of_slices, of_views
from readingroom.session.warm import Session
from readingroom.traces import Inputs, Trace


def reasons(page: str, before: Imprint | None, now: Imprint, session: Session) -> Iterator[str]:
    """Why a page is other than it was when `before` was made, line by line.

    `page` is an address, an id, or the path of a source.
    """
    address = _address(page, now, session)
    if address not in now.outputs and before:
        address = _address(page, before, session)
    trace = now.traces.get(address)
    if trace is None:
        yield from _no_page(page, address, before, now)
    elif before is None:
        yield f"{address}: nothing is remembered of an earlier build, so it was made like all others."
    elif address not in before.traces:
        yield f"{address} is new."
    else:
        yield from _Why(address, before, now, session).lines(before.traces[address], trace)


def _address(page: str, now: Imprint, session: Session) -> str:
    """The address that is meant; what is given where nothing is found."""
    output, content = (f"{path.as_posix()}/" for path in (session.paths.output, session.paths.content))
    plain = page.replace("\\", "/")
    named = plain.removeprefix(output).removeprefix("./").strip("/")
    by_path = {path: f"{name}.html" for name, (path, _) in now.directory.items()}
    candidates = (named, f"{named}.html", f"{named}/index.html" if named else "index.html")
    found = next((one for one in candidates if one in now.outputs), "")
    return found or by_path.get(plain.removeprefix(content).removeprefix("./"), named)


def _no_page(page: str, address: str, before: Imprint | None, now: Imprint) -> Iterator[str]:
    """What there is to tell of what is no page of this build."""
    if address in now.outputs:
        then = before.outputs.get(address) if before else None
        how = "is new" if then is None else "changed" if then != now.outputs[address] else "did not change"
        yield f"{address} {how}. It is a file that no template makes."
    elif before and address in before.outputs:
        yield _gone(address, now)
    else:
        yield f"{page} is no page of this archive. Name an address, an id, or the path of a source."


def _gone(address: str, now: Imprint) -> str:
    """Why nothing stands at an address where something did."""
    path, shown = now.directory.get(address.removesuffix(".html"), ("", None))
    if path and shown is None:
        return f"{address} is gone: its source, {path}, is a draft or under embargo."
    return f"{address} is gone: nothing of the content stands there any more."


class _Why:
    """The reasons of one page."""

    def __init__(self, address: str, before: Imprint, now: Imprint, session: Session) -> None:
        self._address = address
        self._before = before
        self._now = now
        self._session = session
        self._then = Then(before.directory, now.directory)

    def lines(self, then: Trace, now: Trace) -> Iterator[str]:
        found = list(self._found(then.inputs, now.inputs, is_last=True))
        if then.output != now.output:
            yield f"{self._address} changed:"
            yield from (
                f"  {reason}" for reason in found or ["with the version of the program or its libraries"]
            )
            return
        same = " What it is made of changed, and came to the same bytes:" if found else ""
        yield f"{self._address} did not change.{same}"
        yield from (f"  {reason}" for reason in found)
        if not found and now.before:
            yield "When it changed last, that was because:"
            self._then = Then({}, {})  # of which dispatches there were by then nothing is remembered
            last = list(dict.fromkeys(self._found(now.before, now.inputs, is_last=False)))
            yield from (f"  {reason}" for reason in last or ["of what is not remembered any more"])

    def _found(self, then: Inputs, now: Inputs, *, is_last: bool) -> Iterator[str]:
        """The reasons between two sets of inputs; whether the earlier ones are those of the last build."""
        if then.site != now.site:
            yield from self._of_site() if is_last else iter(["the archive's settings changed"])
        if then.template != now.template:
            yield from self._of_templates() if is_last else iter(["its templates changed"])
        if then.text != now.text:
            yield "its text changed" if self._is_dispatch(now) else "a text that it shows changed"
        if then.original != now.original:
            yield "the text that it translates changed"
        if then.matter != now.matter:
            yield from self._of_matter(then, now)

    def _is_dispatch(self, inputs: Inputs) -> bool:
        return isinstance(self._matter(inputs.matter), Slice)

    def _of_site(self) -> Iterator[str]:
        then, now = self._matter(self._before.site_view), self._matter(self._now.site_view)
        names = [
            name
            for name in type(now).__dataclass_fields__
            if then and getattr(then, name) != getattr(now, name)
        ]
        for name in names:
            what = "list of indexes" if name == "ways" else name.replace("_", " ")
            yield f"the archive's {what} changed"
        if not names:
            yield "the archive's settings changed"

    def _of_templates(self) -> Iterator[str]:
        then, now = self._before.templates, self._now.templates
        for name in sorted(then.keys() | now.keys()):
            if then.get(name) != now.get(name):
                how = "is new" if name not in then else "is gone" if name not in now else "changed"
                yield f"the template {name} {how}"

    def _of_matter(self, then: Inputs, now: Inputs) -> Iterator[str]:
        old, new = self._matter(then.matter), self._matter(now.matter)
        if isinstance(old, Slice) and isinstance(new, Slice):
            nothing = [] if then.text != now.text else ["what surrounds it changed"]
            yield from of_slices(old, new, self._then) or nothing
        elif isinstance(old, Page) and isinstance(new, Page):
            folder = PurePosixPath(self._address).parent
            yield from of_views(old.view, new.view, folder, self._then) or ["what it lists changed"]
        elif type(old) is type(new) or old is None:
            yield "what it lists changed"
        else:
            yield "another kind of page stands there"

    def _matter(self, name: str) -> Any:  # noqa: ANN401 - a page, a slice, a composed file, a view of the site
        data = self._session.store.get(MATTER, name)
        return None if data is None else tasks.unpacked(data)
