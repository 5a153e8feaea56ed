"""What a page was made of and what came of it, so that it need not be made again.

A page is a pure function of its inputs. Where the digests of all of them are those of the last
build, so are its bytes, and their SHA-256 is known without rendering.
"""

import io
import pickle
from hashlib import blake2b
from typing import NamedTuple

from readingroom.diagnostics import Diagnostic

_DIGEST_BYTES = 16


class Inputs(NamedTuple):
    """Digests of all that a page or a composed file depends on, besides the toolchain."""

    site: str
    """What every page sees: the site's view, the settings."""
    template: str
    """The template with its closure; empty where there is none."""
    matter: str
    """The view of the page, or the slice of the archive that the page of a dispatch is made from."""
    text: str = ""
    """The dispatches whose text it shows."""
    original: str = ""
    """The bytes of the text that the dispatch translates."""


class Trace(NamedTuple):
    """One page of an edition: from what it was made, and what came of it."""

    inputs: Inputs
    output: str
    """SHA-256 of its bytes, in hexadecimal."""
    remark: Diagnostic | None = None
    """What there was to tell about it, without the path of its source, which may be renamed."""
    before: Inputs | None = None
    """What the page that stood there before was made of, where its bytes were others."""


def canonical(value: object) -> bytes:
    """A value of records, tuples, mappings, texts and numbers as bytes: equal values give equal bytes.

    Pickled without memory of what was pickled before: else two equal values would differ by which of
    their parts are the same object. Sets have no order and must not be in it; mappings have the order in
    which they were made, which is part of the value here.
    """
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, 5)
    pickler.fast = True
    pickler.dump(value)
    return buffer.getvalue()


def digest(data: bytes) -> str:
    """A BLAKE2b digest of 16 bytes, in hexadecimal (RFC 7693)."""
    return blake2b(data, digest_size=_DIGEST_BYTES).hexdigest()
