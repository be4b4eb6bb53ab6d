"""What is wrong on purpose is read by type checkers alone."""

collect_ignore = ["wrong.py"]
