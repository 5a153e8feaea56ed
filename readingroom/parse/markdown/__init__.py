"""Markdown dispatches, by way of Python-Markdown and the sanitiser."""
