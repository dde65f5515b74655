"""The plan van aanpak as a document: the bytes of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal, TypeAlias

from antwoord_rules.language import Language
from antwoord_rules.rendering import html, markdown, pdf, word
from antwoord_rules.reports.action_plan.dossier import Dossier
from antwoord_rules.reports.action_plan.report import blocks, name

Form: TypeAlias = Literal["html", "docx", "pdf", "md"]

_AUTHOR: Final = "antwoord-rules"


def rendered(found: Dossier, form: Form, language: Language, *, template: Path | None = None) -> bytes:
    """The plan in a form; `template` is a Word document with the house style, for Word only.

    Raises `UsageError` when what makes the form is not installed (EXTRA-MISSING), or when the template can't be used.
    """
    made, title, date = blocks(found, language), name(found, language), found.assessment.gemeente.peildatum
    match form:
        case "docx":
            return word.render(made, language, title=title, author=_AUTHOR, date=date, template=template)
        case "pdf":
            return pdf.render(made, language, title=title, date=date)
        case "html":
            return html.render(made, language, title=title).encode()
        case "md":
            return markdown.render(made).encode()
