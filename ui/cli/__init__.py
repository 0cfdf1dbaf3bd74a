"""The command line: a surface like the others."""
