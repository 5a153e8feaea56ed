"""The same content gives the same bytes, whatever the machine is up to."""

import os
import random
import shutil
from pathlib import Path

import pytest
from minisite import Site, dispatch, made
from publications import modes_in

SETTINGS = """
title = "Same Wires"
base_url = "https://wires.example/"
language = "sv"
timezone = "Asia/Kathmandu"
[[series]]
name = "Signal"
forms = ["S {n}"]
[publish]
originals = "zip"
sidecars = ["json", "bib"]
"""
PLACES = ["Örebro", "Zürich", "Ålborg", "القاهرة", "Αθήνα", "Ärla", "Ottawa", "東京"]
SPREAD = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "jobs": "1"},
    {"PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "LANG": "ar_EG.UTF-8"},
]


def tree() -> dict[str, str | bytes]:
    """Enough dispatches for the work to be shared among processes."""
    files: dict[str, str | bytes] = {"archive.toml": SETTINGS}
    for number in range(70):
        places = f"[{PLACES[number % 8]}, {PLACES[number % 5]}]"
        body = f"It follows Signal Nos. {number + 1}, {number + 2} [sic] and S {number // 2}.[^a]"
        body += f"\n\n[^a]: S {number}."
        form = dispatch(
            number, body, series="Signal", places=places, date=f"18{number + 10}-0{number % 9 + 1}"
        )
        files[f"{number % 7}/{number}.md"] = form
    files["a.txt"] = (
        "March 4, 1850 Report No. 4\n\nA Title [of sorts]\n\n"
        "Signal No. 3 said [Gen. 1:1] so.[1]\n\n[1] See S 7.\n"
    )
    files["authority/places.toml"] = (
        '[[entity]]\nid = "cairo"\nname = "القاهرة"\nvariants = ["Zürich", "Cairo"]\n'
    )
    return files


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The archive, built in one process."""
    site = made(tmp_path_factory.mktemp("sameness"), tree())
    site.built("--jobs", "1")
    return site


@pytest.mark.parametrize("environment", SPREAD, ids=["two processes", "one process", "other locale"])
def test_processes_hashes_zones_and_locales_change_nothing(
    tmp_path: Path, clean: Site, environment: dict[str, str]
) -> None:
    """Neither the number of processes nor hash seed, time zone or locale show in any byte."""
    site = made(tmp_path, tree())
    run = site.spawned("build", "-j", environment.get("jobs", "2"), environment=environment)
    assert run.status == 0, run.err
    assert site.manifest() == clean.manifest()
    assert site.addresses() == clean.addresses()


@pytest.mark.parametrize("environment", SPREAD, ids=["two processes", "one process", "other locale"])
def test_a_build_after_an_edit_does_not_show_its_machine_either(
    tmp_path: Path, clean: Site, environment: dict[str, str]
) -> None:
    """What one machine remembered and another goes on from comes to what one of them makes alone."""
    site = made(tmp_path, tree() | {"1/1.md": dispatch(1, "Other words."), "9.md": dispatch(999)})
    site.built("-j1")
    site.delete("9.md")
    site.write({"1/1.md": tree()["1/1.md"]})
    run = site.spawned("build", "-j", environment.get("jobs", "2"), environment=environment)
    assert run.status == 0, run.err
    assert site.manifest() == clean.manifest()
    assert site.addresses() == clean.addresses()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_files_on_disk_changes_nothing(tmp_path: Path, clean: Site, seed: int) -> None:
    """Files that were written in another order are read in the same one."""
    files = list(tree().items())
    random.Random(seed).shuffle(files)
    site = made(tmp_path, dict(files))
    site.built()
    assert site.manifest() == clean.manifest()


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_the_umask_changes_nothing(tmp_path: Path, clean: Site, umask: int) -> None:
    """Whatever the builder keeps from others otherwise, the site can be read by everybody."""
    before = os.umask(umask)
    try:
        site = made(tmp_path, tree())
        site.built()
        site.write({"1/1.md": dispatch(1, "Other words.")})
        site.built()
        site.write({"1/1.md": tree()["1/1.md"]})
        site.built()
    finally:
        os.umask(before)
    assert site.manifest() == clean.manifest()
    assert modes_in(site.output) == modes_in(clean.output) == {("file", 0o644), ("folder", 0o755)}


def test_the_folder_that_it_is_built_in_changes_nothing(tmp_path: Path, clean: Site) -> None:
    """No path of the machine that built it stands in a file, and no time of its files."""
    site = Site(tmp_path / "elsewhere" / "entirely")
    shutil.copytree(clean.content, site.content, copy_function=shutil.copy)
    site.built()
    assert site.manifest() == clean.manifest()
    assert site.holding(str(tmp_path)) == []


def test_another_day_changes_nothing(clean: Site) -> None:
    """The only clock is the as-of time, and it shows only where an embargo lifts."""
    before = clean.manifest()
    clean.built("--as-of", "2091-01-01", "--clean")
    assert clean.manifest() == before
