"""The catalogue of diagnostics: for each code what is wrong and what to do, in Dutch and English.

Codes are part of the contract: they are never translated and never reused. Loaded only when something is wrong.
"""

from __future__ import annotations

from typing import Final

from antwoord_rules.diagnostics.checks import CHECKS
from antwoord_rules.diagnostics.entry import Diagnostic
from antwoord_rules.diagnostics.facts import FACTS
from antwoord_rules.diagnostics.registrations import REGISTRATIONS
from antwoord_rules.diagnostics.rules import RULES
from antwoord_rules.diagnostics.store import STORE
from antwoord_rules.diagnostics.usage import USAGE
from antwoord_rules.diagnostics.web import WEB

DIAGNOSTICS: Final[dict[str, Diagnostic]] = FACTS | RULES | CHECKS | REGISTRATIONS | USAGE | STORE | WEB
