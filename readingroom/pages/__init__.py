"""The pages of an archive: what each shows, and where it stands."""
