"""`build --verify`: what is published is compared with what a clean build makes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from minisite import Run, Site, dispatch

from readingroom.cli import verifying
from readingroom.cli.arguments import parse
from readingroom.config import Paths
from readingroom.diagnostics import Diagnostic
from readingroom.publish import MANIFEST, manifest
from readingroom.render import Renderer

AS_OF = "2020-01-01T00:00+00:00"
OPTIONS = ("-j1", "--format", "json", "--as-of", AS_OF)
PATIENCE_SECONDS = 30
PAGE = "dispatches/1.html"
_render, _spawn = Renderer.render, subprocess.run


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A small archive that was built."""
    site = Site(tmp_path / "site")
    settings = 'title = "Wires"\nbase_url = "https://wires.example/"\n'
    site.write({f"{number}.md": dispatch(number, "The mast stood.") for number in (1, 2, 3)})
    site.write({"archive.toml": settings})
    site.built(*OPTIONS)
    return site


def _verified(site: Site, *arguments: str) -> Run:
    return site.run("build", "--verify", *OPTIONS, *arguments)


def _left(site: Site) -> list[str]:
    """What a second archive would have left beside the cache."""
    return sorted(path.name for path in (site.root / ".readingroom").glob("verify-*"))


def _names(run: Run) -> list[str]:
    """The files that it names as different."""
    return [one.message.partition(" ")[0] for one in run.told() if one.code == "build-differs"]


def test_a_build_that_is_as_a_clean_one_says_so(site: Site) -> None:
    """It ends clean, whether there was anything to build or not, and leaves nothing of the second archive."""
    for body in ("The mast stood.", "The mast fell."):
        site.write({"1.md": dispatch(1, body)})
        run = _verified(site)
        assert run.status == 0, run.err
        assert "A clean build gives the same files, byte for byte." in run.err
        assert run.told() == []
        assert _left(site) == []


def test_what_a_stranger_changed_before_is_mended_first(site: Site) -> None:
    """Publishing finds such a file by itself, and writes it again."""
    (site.output / PAGE).write_text("mine", encoding="utf-8")
    run = _verified(site)
    assert run.status == 0, run.err
    assert "The mast stood." in site.page(PAGE)


@pytest.mark.parametrize(
    ("address", "data"), [(PAGE, b"mine"), (PAGE, None), (MANIFEST, b"mine"), ("dispatches/2.md", b"")]
)
def test_what_a_stranger_changes_meanwhile_is_told(site: Site, address: str, data: bytes | None) -> None:
    """A published file with other bytes, or gone, is named, and the status is that of an error."""
    with _meanwhile(site.output / address, data):
        run = _verified(site)
    assert run.status == 1
    assert _names(run) == [address]
    assert "byte for byte" not in run.err
    assert _left(site) == []


@contextmanager
def _meanwhile(path: Path, data: bytes | None) -> Iterator[None]:
    """While the second archive is built, a file is changed or goes."""

    def spawned(*arguments: Any, **named: Any) -> Any:
        path.unlink()
        if data is not None:
            path.write_bytes(data)
        return _spawn(*arguments, **named)

    with patch.object(subprocess, "run", spawned):
        yield


def test_what_we_made_otherwise_is_told(site: Site) -> None:
    """A page that an earlier build made wrong, and that is kept since nothing changed, is found out."""

    def rendered_otherwise(renderer: Renderer, *what: Any) -> bytes | Diagnostic:
        data = _render(renderer, *what)
        return data.replace(b"mast", b"mist") if isinstance(data, bytes) else data

    site.write({"1.md": dispatch(1, "Another mast.")})
    with patch.object(Renderer, "render", rendered_otherwise):
        site.built(*OPTIONS)
    run = _verified(site)
    assert run.status == 1
    assert _names(run) == [PAGE, MANIFEST]


def _differences(site: Site, outputs: dict[str, str], *arguments: str) -> list[str]:
    """What there is to tell of the files that were published."""
    _, common, _ = parse(["build", *arguments, *site.arguments()])
    paths = Paths(content=site.content, output=site.output)
    told = verifying.differences(paths, common, datetime.fromisoformat(AS_OF), outputs)
    return [one.message for one in told]


def test_every_kind_of_difference_is_told(site: Site) -> None:
    """Other bytes, other permissions, a file that is gone, one too many, one too few: each by its address."""
    outputs = manifest.parse((site.output / MANIFEST).read_bytes())
    assert outputs is not None
    del outputs["dispatches/3.md"]
    (site.output / "about.html").chmod(0o600)
    (site.output / "feed.xml").unlink()
    (site.output / "index.html").write_text("mine", encoding="utf-8")
    assert _differences(site, {**outputs, "ghost.html": ""}, "-j1") == [
        "about.html is not what a clean build makes.",
        "dispatches/3.md is missing.",
        "feed.xml is not what a clean build makes.",
        "ghost.html is not in a clean build.",
        "index.html is not what a clean build makes.",
    ]
    assert _left(site) == []


def test_a_clean_build_that_fails_is_told(site: Site) -> None:
    """With what it complained of; there is nothing to compare then."""
    site.write({"archive.toml": "title = 3\n"})
    (told,) = _differences(site, {}, "-j1")
    assert told.startswith("The clean build failed: ")
    assert "title" in told
    assert _left(site) == []


def test_what_is_left_out_with_errors_is_left_out_of_both(site: Site) -> None:
    """With --keep-going both builds leave out a broken source, and the status stays that of its error."""
    site.write({"4.md": "\0"})
    run = _verified(site, "--keep-going")
    assert run.status == 1
    assert _names(run) == []
    assert "byte for byte" in run.err


def test_embargoes_are_compared_with_the_same_time(site: Site) -> None:
    """What was shown at the time of the build is shown in the second archive, whatever the time is now."""
    site.write({"4.md": dispatch(4, "Later.", status="embargoed", embargo_until="2020-06-01")})
    for time_given in ("2020-05-31", "2020-06-01"):
        run = site.run("build", "--verify", "-j1", "--format", "json", "--as-of", time_given)
        assert (run.status, _names(run)) == (0, []), run.err
    assert "dispatches/4.html" in site.addresses()


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
@pytest.mark.parametrize("whole_group", [True, False], ids=["by the keyboard", "by a signal to it alone"])
def test_an_interrupt_leaves_nothing(site: Site, *, whole_group: bool) -> None:
    """Ctrl-C in the middle of the second build ends both in one line, and its archive is removed."""
    with subprocess.Popen(
        site.command("build", "--verify", *OPTIONS),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        _wait_for_second_build(site, process)
        (os.killpg if whole_group else os.kill)(process.pid, signal.SIGINT)
        _, complaint = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 130
    assert "Traceback" not in complaint.decode()
    assert _left(site) == []


def _wait_for_second_build(site: Site, process: "subprocess.Popen[bytes]") -> None:
    """Until the second build writes its own cache."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not any((site.root / ".readingroom").glob("verify-*/cache/*")):
        assert process.poll() is None, "it ended before it could be interrupted"
        assert time.monotonic() < end
        time.sleep(0.002)
