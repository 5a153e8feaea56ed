"""The preview server: this machine only, always the last good edition, changed in place at each save."""

from readingroom.serve.follow import saved_page
from readingroom.serve.preview import Preview
from readingroom.serve.server import Server, free_port

__all__ = ["Preview", "Server", "free_port", "saved_page"]
