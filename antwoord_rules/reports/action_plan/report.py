"""The plan van aanpak: its sections in order, in one language, whatever form it takes."""

from __future__ import annotations

from collections.abc import Iterator

from antwoord_rules.language import Language
from antwoord_rules.rendering.blocks import Block
from antwoord_rules.reports.action_plan.challenges import challenges
from antwoord_rules.reports.action_plan.dossier import Dossier
from antwoord_rules.reports.action_plan.grounds import egem, receipt, sources
from antwoord_rules.reports.action_plan.method import method
from antwoord_rules.reports.action_plan.phase import evidence
from antwoord_rules.reports.action_plan.profile import profile
from antwoord_rules.reports.action_plan.route import route
from antwoord_rules.reports.action_plan.saying import Said, Teller
from antwoord_rules.reports.action_plan.summary import summary, title
from antwoord_rules.reports.action_plan.transitions import transitions
from antwoord_rules.reports.action_plan.unknowns import unknowns

SECTIONS = (summary, method, evidence, profile, challenges, route, transitions, unknowns, egem, sources, receipt)


def content(dossier: Dossier, language: Language) -> Iterator[Said]:
    """Everything that the plan says, with what it rests on."""
    teller = Teller(dossier, language)
    for section in SECTIONS:
        yield from section(teller)


def blocks(dossier: Dossier, language: Language) -> Iterator[Block]:
    """Everything that the plan says."""
    return (said.block for said in content(dossier, language))


def name(dossier: Dossier, language: Language) -> str:
    """What the plan is called."""
    return title(Teller(dossier, language))
