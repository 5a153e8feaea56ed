"""The preview server: this machine only, always the last good edition, reloaded at each save."""

from readingroom.serve.preview import Preview
from readingroom.serve.server import Server, free_port

__all__ = ["Preview", "Server", "free_port"]
