"""Launcher for a checkout: `python cli.py …` is `antwoord …`."""

from antwoord_rules.commands import main

if __name__ == "__main__":
    main()
