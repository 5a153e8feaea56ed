"""Exit statuses, which scripts rely on, and the streams that things are written to."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from minisite import ROOT, Site, dispatch, dispatches, made

from readingroom.cli import main
from readingroom.lock import acquired

SOUND = {"1.md": dispatch(1), "2.md": dispatch(2)}
BROKEN = {"3.md": "---\nnumber: 3\n---\n\nNo title.\n"}


def test_a_clean_archive_ends_with_0(tmp_path: Path) -> None:
    """Warnings and notices leave the status at 0."""
    site = made(tmp_path, SOUND | {"4.md": dispatch(4, "![](a.png)", colour="red")})
    run = site.run("build")
    assert run.status == 0
    assert "warning[front-matter-unknown]" in run.err


def test_content_with_errors_ends_with_1_and_publishes_nothing(tmp_path: Path) -> None:
    """An error of the content stops the build before anything is written."""
    site = made(tmp_path, SOUND | BROKEN)
    run = site.run()
    assert run.status == 1
    assert "3.md: error[title-missing]" in run.err
    assert (
        "Nothing was published: 1 error. --keep-going publishes the rest, which would leave out 1" in run.err
    )
    assert not site.output.exists()


def test_warnings_end_with_1_under_strict(tmp_path: Path) -> None:
    """`--strict` takes warnings for errors: nothing is published."""
    site = made(tmp_path, SOUND | {"4.md": dispatch(4, colour="red")})
    run = site.run("--strict")
    assert run.status == 1
    assert "warnings count as errors" in run.err
    assert not site.output.exists()
    assert site.run("check", "--strict").status == 1
    assert site.run("check").status == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["--no-such-option"],
        ["no-such-command"],
        ["build", "--jobs", "0"],
        ["build", "--format", "xml"],
        ["build", "--as-of", "yesterday"],
        ["explain"],
        ["explain", "dispatches/77"],
        ["explain", "archive.toml"],
        ["new", "A title", "--date", "2023-02-30"],
        ["new", "A title", "--series", "…"],
        ["new", "A title", "--series", "Dates"],
        ["new", " "],
        ["--quiet", "--verbose"],
    ],
)
def test_wrong_arguments_end_with_2(tmp_path: Path, arguments: list[str]) -> None:
    """Arguments that make no sense are told on standard error, and nothing is written."""
    site = made(tmp_path, SOUND)
    run = site.run(*arguments)
    assert run.status == 2
    assert run.err
    assert not run.out
    assert sorted(path.name for path in site.content.rglob("*")) == ["1.md", "2.md"]


def test_a_missing_content_folder_ends_with_2(tmp_path: Path) -> None:
    """The folder that is not there is named, with the option that names another."""
    run = Site(tmp_path).run("build")
    assert run.status == 2
    assert "content is no folder" in run.err
    assert "--content" in run.err


@pytest.mark.parametrize("command", ["build", "check", "serve", "explain 1.md", "new Title"])
def test_wrong_settings_end_with_2(tmp_path: Path, command: str) -> None:
    """Every mistake of archive.toml is told at once, with its line and dotted key."""
    settings = 'title = 1\nlanguage = "en"\n\n[[series]]\nname = "A"\nform = ["x"]\n'
    run = made(tmp_path, SOUND | {"archive.toml": settings}).run(*command.split())
    assert run.status == 2
    assert run.err.splitlines() == [
        "archive.toml:1: title: is a number, not text. Write it in quotation marks.",
        'archive.toml:6: series[1].form: is no known key. Did you mean "forms"?',
    ]


def test_an_output_folder_within_the_content_ends_with_2(tmp_path: Path) -> None:
    """What is written may not lie in what is read."""
    site = made(tmp_path, SOUND)
    status = main(["--content", str(site.content), "--output", str(site.content / "output")])
    assert status == 2
    assert sorted(path.name for path in site.content.iterdir()) == ["1.md", "2.md"]


@pytest.mark.unprivileged
def test_a_folder_that_cannot_be_written_ends_with_3(tmp_path: Path) -> None:
    """The machine's refusal is one line that names the place, and no traceback."""
    site = made(tmp_path / "archive", SOUND)
    site.root.chmod(0o555)
    run = site.run("build")
    site.root.chmod(0o755)
    assert run.status == 3
    assert "ermission denied" in run.err
    assert len(run.err.splitlines()) <= 1 + run.err.count("Pages")


def test_a_held_lock_ends_with_4(tmp_path: Path) -> None:
    """A second builder leaves at once, and says who holds the lock."""
    site = made(tmp_path, SOUND)
    with acquired(site.output):
        run = site.spawned("build")
    assert run.status == 4
    assert str(os.getpid()) in run.err
    assert not site.output.exists()
    assert site.run("build").status == 0, "the lock is free again"


@pytest.mark.parametrize(("jobs", "stage"), [("1", "Sources"), ("2", "Sources"), ("2", "Pages")])
def test_an_interrupt_ends_with_130_and_leaves_the_site(tmp_path: Path, jobs: str, stage: str) -> None:
    """Ctrl-C reaches every process of the build; it ends quietly, and the published site is as it was."""
    site = made(tmp_path, dispatches(range(3)))
    site.built()
    before = site.manifest()
    site.write(dispatches(range(700)))
    with subprocess.Popen(
        site.command("build", "--jobs", jobs),
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stderr is not None
        while not process.stderr.readline().startswith(stage):
            assert process.poll() is None
        os.killpg(process.pid, signal.SIGINT)
        rest = process.stderr.read()
    assert process.returncode == 130
    assert rest.splitlines()[-1] == "Interrupted."
    assert "Traceback" not in rest
    assert site.manifest() == before


def test_an_interrupted_preview_ends_with_130(tmp_path: Path) -> None:
    """`serve` prints its address, serves, and stops at Ctrl-C."""
    site = made(tmp_path, SOUND)
    command = site.command("serve", "--port", "18431")
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("http://127.0.0.1:18")
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert told == "Stopped.\n"
    assert not site.output.exists()


def test_a_reader_that_leaves_ends_the_command_quietly(tmp_path: Path) -> None:
    """`explain … | head` prints no traceback once head has seen enough."""
    site = made(tmp_path, {"1.md": dispatch(1, "\n\n".join(f"Paragraph {n}." for n in range(5000)))})
    command = site.command("explain", "1.md")
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert process.returncode == 0


def test_json_is_all_that_stands_on_standard_output(tmp_path: Path) -> None:
    """Under `--format json` each line of standard output is one object; everything else is elsewhere."""
    site = made(tmp_path, SOUND | BROKEN | {"4.md": dispatch(4, "See Dispatches No. 99.", colour="rot—«é»")})
    keys = ["path", "line", "column", "severity", "code", "message", "hint"]
    for arguments in (
        ["check"],
        ["build"],
        ["build", "--keep-going"],
        ["build", "--keep-going", "--dry-run"],
        ["build", "--keep-going", "--strict"],
        ["explain", "4.md"],
        ["new", "Title"],
    ):
        run = site.run("--format", "json", *arguments)
        assert all(list(json.loads(line)) == keys for line in run.out.splitlines()), run.out
    assert "Dispatches" in site.run("explain", "4.md", "--format", "json").err


def test_json_is_utf_8_in_any_locale(tmp_path: Path) -> None:
    """JSON has one encoding, whatever the terminal's is."""
    site = made(tmp_path, {"1.md": dispatch(1, farbe="—é—")})
    run = site.spawned("check", "--format", "json", environment={"PYTHONIOENCODING": "ascii"})
    assert run.status == 0
    assert "front-matter-unknown" in run.codes("warning")


def test_github_form_names_file_and_line(tmp_path: Path) -> None:
    """Under `--format github` a runner finds the line of each problem, and notices are left out."""
    site = made(tmp_path, BROKEN | {"4.md": dispatch(4, colour="red")})
    run = site.run("check", "--format", "github")
    lines = run.out.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(f"::error file={site.content}/3.md,title=title-missing::")
    assert lines[1].startswith(
        f"::warning file={site.content}/4.md,line=5,col=1,title=front-matter-unknown::"
    )


def test_quiet_tells_errors_alone_and_verbose_tells_notices(tmp_path: Path) -> None:
    """Of one archive: errors under `--quiet`, warnings too without it, notices too under `--verbose`."""
    site = made(tmp_path, BROKEN | {"4.md": dispatch(4, "See Dispatches No. 99.", colour="red")})
    quiet, plain, verbose = (site.run("check", *more).err for more in (["-q"], [], ["-v"]))
    told = {
        name: {code for code in ("title-missing", "front-matter-unknown", "reference-wanted") if code in text}
        for name, text in (("quiet", quiet), ("plain", plain), ("verbose", verbose))
    }
    assert told["quiet"] == {"title-missing"}
    assert told["plain"] == {"title-missing", "front-matter-unknown"}
    assert told["verbose"] == {"title-missing", "front-matter-unknown", "reference-wanted"}
    assert "sources:" not in quiet
    assert "2 sources: 1 error, 1 warning," in plain


def test_options_stand_before_and_after_the_command(tmp_path: Path) -> None:
    """Wherever the options stand, the command is the same."""
    site = made(tmp_path, SOUND)
    for arguments in (
        ["check", "-j", "1"],
        ["-j", "1", "check"],
        ["-j1", "check"],
        ["--jobs", "2", "--format", "json", "check", "--verbose"],
        ["--as-of", "2020-01-01", "check"],
        ["--as-of=2020-01-01", "check"],
    ):
        assert site.run(*arguments).status == 0, arguments
        assert not site.output.exists(), arguments
    assert site.run("--as-of", "2020-01-01").status == 0
    assert site.output.exists()


def test_the_closing_lines_sum_up(tmp_path: Path) -> None:
    """A build ends with what there is, what changed, and the address to open."""
    site = made(
        tmp_path, {"1.md": dispatch(1, "Word.[^1]\n\n[^1]: A note on Dispatches No. 2."), "2.md": dispatch(2)}
    )
    lines = site.built().err.splitlines()
    assert lines[0].startswith("2 dispatches, ")
    assert ", 1 note, 1 link between dispatches, in " in lines[0]
    assert "(2 of 2 sources read anew)" in lines[0]
    assert re.fullmatch(r"\d+ pages rendered, 0 reused, 0 removed\.", lines[1])
    assert lines[2].endswith(" files added, 0 changed, 0 removed, 0 as they were.")
    assert lines[3] == f"Open {(site.output / 'index.html').as_uri()}"


def test_build_py_without_its_packages_prints_the_commands(tmp_path: Path) -> None:
    """On a bare Python the set-up commands are printed, the status is 3, and there is no traceback."""
    done = subprocess.run(
        [sys.executable, "-E", "-s", "-S", str(ROOT / "build.py")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=tmp_path,
    )
    assert done.returncode == 3
    assert "-m venv .venv" in done.stderr
    assert "install -e ." in done.stderr
    assert "build.py" in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout
