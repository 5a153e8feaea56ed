"""Arguments, times and what the console prints."""

import io
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from readingroom.cli import arguments, console, usage
from readingroom.cli.arguments import COMMANDS, Common
from readingroom.diagnostics import Code, Diagnostic, Severity


def common(**changes: object) -> Common:
    """What every command is told, with defaults."""
    _, plain, _ = arguments.parse([])
    return Common(**{**{name: getattr(plain, name) for name in Common.__slots__}, **changes})


@pytest.mark.parametrize(
    ("argv", "command"),
    [
        ([], "build"),
        (["--clean"], "build"),
        (["check"], "check"),
        (["--content", "check", "serve"], "serve"),
        (["--content=check", "serve"], "serve"),
        (["-j", "2", "check"], "check"),
        (["--as-of", "2020-01-01", "check"], "check"),
        (["--output", "build"], "build"),
        (["new", "check"], "new"),
        (["--port", "9000", "serve"], "serve"),
        (["explain", "build"], "explain"),
    ],
)
def test_the_command_is_the_first_word_that_is_no_value(argv: list[str], command: str) -> None:
    """A word that belongs to an option is not taken for the command."""
    assert arguments.parse(argv)[0] == command


def test_defaults_are_those_of_the_documentation() -> None:
    """Without options: content to output, all processors, text."""
    command, told, own = arguments.parse([])
    assert command == "build"
    assert (told.content, told.output, told.templates) == (Path("content"), Path("output"), None)
    assert (told.format, told.jobs) == ("text", 0)
    switches = (told.strict, told.keep_going, told.quiet, told.verbose, own.clean, own.dry_run)
    assert not any((*switches, own.allow_removals))
    assert own.as_of is None


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_that_names_all_commands(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--help` ends with 0 and lists what else there is."""
    with pytest.raises(SystemExit) as left:
        arguments.parse([command, "--help"])
    assert left.value.code == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in COMMANDS)
    assert "--keep-going" in shown


def test_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` needs no content."""
    with pytest.raises(SystemExit) as left:
        arguments.parse(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith("Reading Room ")


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2023-10-12", "2023-10-11T22:00:00+00:00"),
        ("2023-10-12T09:30", "2023-10-12T07:30:00+00:00"),
        ("2023-10-12T09:30+05:30", "2023-10-12T04:00:00+00:00"),
        ("2023-10-12T09:30Z", "2023-10-12T09:30:00+00:00"),
        ("2023-12-12", "2023-12-11T23:00:00+00:00"),
    ],
)
def test_times_are_of_the_archives_zone_unless_they_say_otherwise(text: str, utc: str) -> None:
    """A date is its midnight there, summer time included."""
    assert usage.as_of(text, "Europe/Paris").astimezone(UTC).isoformat() == utc


@pytest.mark.parametrize("text", ["", "soon", "2023-13-01", "2023-02-30", "12/10/2023", "0001-01-01"])
def test_other_times_are_refused(text: str) -> None:
    """What is no time, or is none in every zone, is a usage error that shows how to write one."""
    with pytest.raises(usage.UsageError, match="Write 2023-10-12"):
        usage.as_of(text, "Asia/Tokyo")


def test_an_option_comes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH counts only where no time is given; without both it is now."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert usage.as_of(None, "UTC").year == 1970
    assert usage.as_of("2020-01-01", "UTC").year == 2020
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    before = datetime.now(UTC)
    assert before <= usage.as_of(None, "UTC") <= datetime.now(UTC)


@pytest.mark.parametrize("seconds", ["-", "1.5", "9" * 40, "now"])
def test_an_epoch_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, seconds: str) -> None:
    """A wrong environment is told, not passed over."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    with pytest.raises(usage.UsageError, match="SOURCE_DATE_EPOCH"):
        usage.as_of(None, "UTC")


DIAGNOSTICS = [
    Diagnostic(code=Code.TAIL_CUT, message="A notice.", path="b.txt", line=3),
    Diagnostic(code=Code.TITLE_MISSING, message="An error.", path="b.txt"),
    Diagnostic(code=Code.HTML_REMOVED, message="A warning.", path="a.txt", line=20),
    Diagnostic(code=Code.HTML_REMOVED, message="Another.", path="a.txt", line=3),
]


def printed(**changes: object) -> tuple[str, str]:
    """What a console writes of them, to standard output and to standard error."""
    out, err = io.StringIO(), io.StringIO()
    counts = console.Console(common(**changes), out, err).report(DIAGNOSTICS)
    assert counts == {Severity.NOTICE: 1, Severity.ERROR: 1, Severity.WARNING: 2}, "all count, shown or not"
    return out.getvalue(), err.getvalue()


def test_diagnostics_come_by_place() -> None:
    """By file, then by line, whatever the order they were found in."""
    out, err = printed(verbose=True)
    heads = [line.partition(":")[0] + ":" + line.split(":")[1] for line in err.splitlines() if ".txt" in line]
    assert heads == [
        "content/a.txt:3",
        "content/a.txt:20",
        "content/b.txt: error[title-missing]",
        "content/b.txt:3",
    ]
    assert not out


def test_what_is_shown_depends_on_what_is_asked_for() -> None:
    """Warnings are quiet unless they forbid publishing; JSON has everything."""
    assert "A warning" in printed()[1]
    assert "A notice" not in printed()[1]
    assert "A warning" not in printed(quiet=True)[1]
    assert "An error" in printed(quiet=True)[1]
    assert "A warning" in printed(quiet=True, strict=True)[1]
    out, err = printed(format="json")
    assert len(out.splitlines()) == 4
    assert not err


def test_templates_are_told_by_their_own_path() -> None:
    """The content folder stands before paths of sources only."""
    err = io.StringIO()
    problem = Diagnostic(code=Code.TEMPLATE_ERROR, message="So.", path="theme/base.html", line=1)
    console.Console(common(content=Path("/x/content")), io.StringIO(), err).report([problem])
    assert err.getvalue().startswith("theme/base.html:1:1: error[template-error]")


class Terminal(io.StringIO):
    """A stream that says that it is one."""

    def isatty(self) -> bool:
        """It is."""
        return True


def progress(stream: io.StringIO, total: int, **changes: object) -> str:
    """What a stage of so many steps leaves on standard error."""
    bar = console.Console(common(**changes), io.StringIO(), stream).progress("Pages", total)
    for _ in range(total):
        bar.step()
    bar.close()
    return stream.getvalue()


def test_progress_is_a_bar_on_a_terminal_and_lines_elsewhere() -> None:
    """A bar moves over its own line; lines come ten times, and only where there is long to wait."""
    assert "\r" in progress(Terminal(), 600)
    lines = progress(io.StringIO(), 600).splitlines()
    assert len(lines) == 10
    assert lines[-1] == "Pages: 600 of 600"
    assert progress(io.StringIO(), 499) == ""
    assert progress(io.StringIO(), 600, quiet=True) == ""
    assert progress(Terminal(), 600, quiet=True) == ""
    assert progress(io.StringIO(), 0) == ""


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 pages"), (1, "1 page"), (2, "2 pages"), (12345, "12,345 pages")]
)
def test_numbers_agree_with_their_nouns(count: int, text: str) -> None:
    """One page, two pages."""
    assert console.counted(count, "page") == text


def test_standard_output_takes_any_character(tmp_path: Path) -> None:
    """In a locale of few letters the text form writes the others as escapes; JSON is UTF-8."""
    for form, expected in (("text", b"caf\\xe9\n"), ("json", "café\n".encode())):
        path = tmp_path / form
        with path.open("w", encoding="ascii") as stream, pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.stdout", stream)
            shown = console.Console(common(format=form))
            shown._out.write("café\n")
        assert path.read_bytes().replace(os.linesep.encode(), b"\n") == expected
