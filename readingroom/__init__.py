"""Reading Room: source dispatches in, a browsable, citable static archive out."""

__version__ = "0.1.0"
