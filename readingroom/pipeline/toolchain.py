"""What a result was made with: our own code and the libraries that take part."""

import sys
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = (
    "charset-normalizer",
    "imagesize",
    "jinja2",
    "markdown",
    "nh3",
    "pygments",
    "pyicu-wheels",
    "pyyaml",
)


@cache
def toolchain() -> str:
    """A digest of everything but content, settings and theme that a page can depend on."""
    digest = blake2b(digest_size=16)
    digest.update(repr(sys.version_info[:3]).encode())
    for name in LIBRARIES:
        digest.update(f"{name}={_version(name)};".encode())
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
