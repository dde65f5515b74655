"""Facts measured from registrations of customer contact: KISS, Open Klant, GGM and the Zaken API.

A source says which tables it has and what can be measured from them; `files` finds out what a file holds, `reading` opens no
more of it than the columns needed, `tallying` counts, `deriving` puts the parts together. Needs polars (the extra `batch`).
"""

from antwoord_rules.registrations.contradictions import Contradiction, contradictions
from antwoord_rules.registrations.deriving import Derivation, derive
from antwoord_rules.registrations.document import documented
from antwoord_rules.registrations.measuring import SOURCES, SourceName
from antwoord_rules.registrations.period import Period

__all__ = [
    "SOURCES",
    "Contradiction",
    "Derivation",
    "Period",
    "SourceName",
    "contradictions",
    "derive",
    "documented",
]
