"""`Source` → `Dispatch`."""
