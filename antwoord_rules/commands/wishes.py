"""The options that say what a plan must and must not hold; `plan` and `report` share them."""

from __future__ import annotations

from typing import Final

import click

from antwoord_rules.language import Language, Text

SECONDS: Final = 30
MOST: Final = 1_000_000

_CHALLENGES = Text("Los ook de uitdagingen van de fasen onder N op.", "Also resolve the challenges of the phases below N.")
_EXCLUDE = Text("Gebruik deze maatregel niet; herhaal voor meer.", "Do not use this measure; repeat for more.")
_INCLUDE = Text("Neem deze maatregel in elk geval op; herhaal voor meer.", "Have this measure in any case; repeat for more.")
_LIMIT = Text(
    f"Zoek hoogstens zoveel seconden (standaard {SECONDS}); daarna telt het beste plan tot dan toe.",
    f"Search for at most so many seconds (default {SECONDS}); then the best plan so far counts.",
)


def options(language: Language) -> list[click.Option]:
    """`with_challenges`, `exclude`, `include` and `seconds`."""
    return [
        click.Option(["--with-challenges"], is_flag=True, help=_CHALLENGES.to(language)),
        click.Option(["--exclude"], multiple=True, metavar="ID", help=_EXCLUDE.to(language)),
        click.Option(["--include"], multiple=True, metavar="ID", help=_INCLUDE.to(language)),
        click.Option(
            ["--time-limit", "seconds"],
            type=click.IntRange(1, MOST),
            default=SECONDS,
            metavar="SECONDS",
            help=_LIMIT.to(language),
        ),
    ]
