"""The command line: one module per command group. Commands parse, call the library and render; they decide nothing."""

from antwoord_rules.commands.application import main

__all__ = ["main"]
