"""Change one thing in the library at a time, and see whether a test notices: `make mutants`."""
