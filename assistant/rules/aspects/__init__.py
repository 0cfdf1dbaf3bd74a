"""Aspects of kinds that are too many for one file: a module is a part of the kind that its docstring names."""
