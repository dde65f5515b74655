"""What can be wrong with what was saved, or is to be saved."""

from __future__ import annotations

from typing import Final

from antwoord_rules.diagnostics.entry import Diagnostic, entry

STORE: Final[dict[str, Diagnostic]] = {
    "STORE-GONE": entry(
        "{name} is er niet (meer), of is niet van u",
        "{name} is not there (any more), or is not yours",
        "Ga terug naar het overzicht en kies daar.",
        "Go back to the overview and choose there.",
    ),
    "STORE-CONFLICT": entry(
        "iemand anders heeft intussen een nieuwere versie van {name} bewaard",
        "somebody else saved a newer version of {name} meanwhile",
        "Uw concept is er nog. Bekijk wat er veranderde, en bewaar het daarna opnieuw.",
        "Your draft is still there. Look at what changed, and save it again.",
    ),
    "STORE-DRAFT-CHANGED": entry(
        "dit concept is intussen ergens anders veranderd, misschien in een ander venster",
        "this draft was changed somewhere else meanwhile, perhaps in another window",
        "Laad de pagina opnieuw; uw laatste antwoord is nog niet bewaard.",
        "Load the page again; your last answer has not been saved yet.",
    ),
    "STORE-UNAVAILABLE": entry(
        "de opslag kan niet worden gebruikt: {reason}",
        "the store can't be used: {reason}",
        "Er is niets bewaard. Probeer het zo weer; houdt het aan, vraag het de beheerder.",
        "Nothing was saved. Try again in a moment; if it goes on, ask the administrator.",
    ),
}
