"""What is published of the program itself: a wheel that builds archives anywhere."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest
from minisite import ROOT, dispatch, made

TREE = {
    "archive.toml": 'title = "Old Wires"\nbase_url = "https://wires.example/"\n',
    "1.md": dispatch(1, "Words.[^1]\n\n```python\nprint('dit')\n```\n\n[^1]: A note."),
    "2.txt": "May 25, 1844 Dispatches No. 2\n\nA Second Report\n\nIt follows Dispatches No. 1.\n",
}


def run(command: list[str], folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """The standard output of a command that must succeed."""
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], ROOT)
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_holds_the_theme_the_types_and_no_test(wheel: Path) -> None:
    """Templates and assets are package data; what only developers need stays out."""
    names = set(ZipFile(wheel).namelist())
    for path in (ROOT / "templates").rglob("*"):
        if path.is_file():
            assert f"readingroom/_templates/{path.relative_to(ROOT / 'templates').as_posix()}" in names
    assert {
        "readingroom/py.typed",
        "readingroom/serve/client/10-morph.js",
        "readingroom/serve/client/preview.css",
    } <= names
    assert {name.partition("/")[0] for name in names} == {
        "readingroom",
        wheel.name.rpartition("-py3")[0] + ".dist-info",
    }
    assert not [name for name in names if "__pycache__" in name]


def test_an_installed_wheel_builds_the_same_archive_elsewhere(wheel: Path, tmp_path: Path) -> None:
    """Installed away from the checkout, `readingroom` finds its theme and gives the same bytes."""
    target = tmp_path / "installed"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(target),
    ]
    run([*pip, str(wheel)], tmp_path)
    environment = {"PYTHONPATH": str(target)}
    where = run(
        [sys.executable, "-c", "import readingroom; print(readingroom.__file__)"], tmp_path, environment
    )
    assert Path(where.strip()).is_relative_to(target)
    there = made(tmp_path / "there", TREE)
    program = target / "bin" / "readingroom"
    run([sys.executable, str(program), "--quiet"], there.root, environment)
    here = made(tmp_path / "here", TREE)
    here.built()
    assert there.manifest() == here.manifest()
    assert run([sys.executable, str(program), "--version"], there.root, environment).startswith(
        "Reading Room "
    )
