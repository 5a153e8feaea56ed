"""What all tests share: profiles of Hypothesis, the folder of real dispatches, tests without privileges."""

import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

NOBODY = 65534
CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
_PASSED, _FAILED, _SKIPPED = b"p", b"f", b"s"

settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real dispatches; where it is absent the test is skipped."""
    if not CORPUS.is_dir():
        pytest.skip(f"{CORPUS} is not there; it is no part of the project")
    return CORPUS


@pytest.fixture
def memory_path() -> Iterator[Path]:
    """A temporary folder in memory, where there is such a thing: for tests that synchronise a lot."""
    folder = Path(tempfile.mkdtemp(dir=_memory()))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """The temporary folder; for a test without privileges one that its user owns and can reach."""
    if not (_is_unprivileged(request.node) and _is_root()):
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp(prefix="unprivileged-", dir=_memory()))
    yield folder
    shutil.rmtree(folder)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> object | None:
    """Runs a test marked `unprivileged` in a child process that has given up root's rights, if it had them.

    The limits that such a test sets end with the child. Where Python itself lies in a folder of root's,
    the child can import no module that was not imported before.
    """
    if not _is_unprivileged(pyfuncitem):
        return None
    if sys.platform == "win32":
        pytest.skip("needs fork and user ids")
    folder = pyfuncitem.funcargs.get("tmp_path")
    if _is_root() and isinstance(folder, Path):
        _give_away(folder)
    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    verdict, text = _in_child(lambda: pyfuncitem.obj(**arguments))
    if verdict == _SKIPPED:
        pytest.skip(text)
    if verdict != _PASSED:
        pytest.fail(text or "the child process died", pytrace=False)
    return True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a test of permissions or limits that is skipped counts as failed."""
    report = yield
    if report.skipped and _is_unprivileged(item) and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI takes for a failure: {report.longrepr}"
    return report


def _memory() -> Path | None:
    folder = Path("/dev/shm")
    return folder if folder.is_dir() and os.access(folder, os.W_OK) else None


def _is_unprivileged(item: pytest.Item) -> bool:
    return item.get_closest_marker("unprivileged") is not None


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _give_away(folder: Path) -> None:
    """Makes everything that fixtures put into a folder the unprivileged user's."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


def _in_child(test: Callable[[], object]) -> tuple[bytes, str]:
    """How a test went in a forked child without privileges, and what it says."""
    readable, writable = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a fork beside threads; the child starts none
        child = os.fork()
    if child == 0:
        os.close(readable)
        verdict, text = _ran(test)
        with os.fdopen(writable, "wb") as pipe:
            pipe.write(verdict + text.encode(errors="replace"))
        os._exit(0)
    os.close(writable)
    with os.fdopen(readable, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return told[:1], told[1:].decode()


def _ran(test: Callable[[], object]) -> tuple[bytes, str]:
    try:
        if _is_root():
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        test()
    except pytest.skip.Exception as skipped:
        return _SKIPPED, str(skipped)
    except BaseException:  # noqa: BLE001 - whatever it is, the parent reports it
        return _FAILED, str(pytest.ExceptionInfo.from_current().getrepr(style="short"))
    return _PASSED, ""
