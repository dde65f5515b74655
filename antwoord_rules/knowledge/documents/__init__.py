"""The shapes of the rule files, as pydantic models: what each file may hold. Their JSON Schema is `antwoord schema rules`.

Shapes only: whether a fact exists, or a value has the fact's type, is checked by the loader, which knows the whole folder.
"""

from __future__ import annotations

from typing import Final

from antwoord_rules.knowledge.documents.beside import (
    DocumentShape,
    ExemptionShape,
    ItemShape,
    NormsFile,
    NormShape,
    PlateausFile,
    PlateauShape,
    PropertiesFile,
    PropertyShape,
    ScopeShape,
    SectionShape,
    SourcesFile,
)
from antwoord_rules.knowledge.documents.parts import (
    Allowed,
    AllowShape,
    BasisField,
    FactId,
    Grounded,
    Name,
    ReferenceShape,
    Replacing,
    Shape,
    Slug,
    Sources,
    Stated,
    TextShape,
    When,
    Words,
)
from antwoord_rules.knowledge.documents.phases import (
    ChallengeShape,
    CriterionShape,
    DerivationShape,
    LimitShape,
    MeasureShape,
    PhaseFile,
    StepsShape,
)
from antwoord_rules.knowledge.documents.vocabulary import (
    AskedShape,
    AttributeShape,
    BlockShape,
    CollectionShape,
    DerivedShape,
    FactShape,
    GroupShape,
    IndicatorShape,
    PolarityField,
    VocabularyFile,
)

__all__ = [
    "FILE_SHAPES",
    "AllowShape",
    "Allowed",
    "AnyFile",
    "AskedShape",
    "AttributeShape",
    "BasisField",
    "BlockShape",
    "ChallengeShape",
    "CollectionShape",
    "CriterionShape",
    "DerivationShape",
    "DerivedShape",
    "DocumentShape",
    "ExemptionShape",
    "FactId",
    "FactShape",
    "Grounded",
    "GroupShape",
    "IndicatorShape",
    "ItemShape",
    "LimitShape",
    "MeasureShape",
    "Name",
    "NormShape",
    "NormsFile",
    "PhaseFile",
    "PlateauShape",
    "PlateausFile",
    "PolarityField",
    "PropertiesFile",
    "PropertyShape",
    "ReferenceShape",
    "Replacing",
    "ScopeShape",
    "SectionShape",
    "Shape",
    "Slug",
    "Sources",
    "SourcesFile",
    "Stated",
    "StepsShape",
    "TextShape",
    "VocabularyFile",
    "When",
    "Words",
]

AnyFile = PhaseFile | VocabularyFile | NormsFile | SourcesFile | PlateausFile | PropertiesFile

FILE_SHAPES: Final[dict[str, type[Replacing]]] = {
    "vocabulary": VocabularyFile,
    "norms": NormsFile,
    "sources": SourcesFile,
    "egem-plateaus": PlateausFile,
    "phase-": PhaseFile,
    "properties": PropertiesFile,
}
"""The shape of a file by the start of its name."""
