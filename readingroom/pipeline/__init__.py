"""The order of the stages: sources in, an archive and its pages out."""
