"""The records that every floor above shares: frozen, free of I/O, standard library only."""
