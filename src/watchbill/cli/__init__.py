"""The command line: the operator's edge."""
