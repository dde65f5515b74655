"""Bringing a zip into the store: an archive with its history, or plain fact files. All of it, or nothing.

What it holds is data from outside. The facts are judged by whoever calls, since the store knows nothing of facts; results,
authors and moments in an archive are taken as they are, so that only an administrator should bring one in.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import IO, Any, Final, NamedTuple, NoReturn

from pydantic import ValidationError
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from antwoord_rules.errors import FactsError, Problem, StoreError, problem
from antwoord_rules.language import Text
from antwoord_rules.quoting import clean
from antwoord_rules.store.archive import INDEX, ArchivedMunicipality, ArchivedVersion, File, Index
from antwoord_rules.store.auditing import record
from antwoord_rules.store.records import Saving
from antwoord_rules.store.saving import found_row, key_of, municipality_row, saved
from antwoord_rules.store.store import Store
from antwoord_rules.store.tables import MunicipalityRow, VersionRow
from antwoord_rules.store.zips import Zip, invalid

_MOST_PROBLEMS: Final = 20
_AT_ONCE: Final = Text(
    "iemand bewaarde op hetzelfde moment een versie; probeer het zo nog eens",
    "somebody saved a version at the same moment; try again in a moment",
)
_COMPARED: Final = tuple(ArchivedVersion.model_fields.keys() - {"id", "facts", "result"})


class Imported(NamedTuple):
    """How many versions were added, and how many were there already."""

    added: int
    there: int


def bring_in(
    store: Store, file: IO[bytes], by: str, *, validate: Callable[[str], object], saving: Callable[[str], Saving]
) -> Imported:
    """Add what is new in a zip. `validate` raises `FactsError` for facts that are not valid; `saving` assesses those of a plain
    fact file, which becomes the next version of its municipality unless its newest version has the same facts.

    Raises `FactsError` with the problems of all files, `StoreError` ARCHIVE-INVALID for a zip that can't be used and
    ARCHIVE-CONFLICT for each version that the store has with other content.
    """
    files = Zip(file)
    add = _archive(files, validate) if INDEX in files.names else _plain(files, saving)
    with store.transaction() as session:
        try:
            made = add(session, by)
        except IntegrityError:
            raise invalid("zip", _AT_ONCE) from None
        record(session, by, "import", "zip", added=made.added, there=made.there)
        return made


# Plain fact files


def _plain(files: Zip, saving: Callable[[str], Saving]) -> Callable[[Session, str], Imported]:
    others = [name for name in files.names if not name.lower().endswith(".json")]
    if others:
        raise invalid(others[0], Text("dit is geen feitenbestand (.json)", "this is no fact file (.json)"))
    if not files.names:
        raise invalid("zip", Text("er zit geen bestand in", "there is no file in it"))
    made: dict[str, Saving] = {}
    problems: list[Problem] = []
    for name in files.names:
        try:
            made[name] = saving(files.text(name).removeprefix("\ufeff"))
        except FactsError as error:
            problems += _in(name, error)
    if problems:
        raise FactsError(problems)
    in_order = sorted(made.items(), key=lambda item: (item[1].peildatum, item[0]))

    def add(session: Session, by: str) -> Imported:
        added = 0
        for name, one in in_order:
            row = found_row(session, one.name, one.code)
            mine = select(VersionRow.facts).where(VersionRow.municipality_id == (row.id if row else ""))
            if session.scalars(mine.order_by(VersionRow.number.desc()).limit(1)).one_or_none() == one.facts:
                continue
            saved(session, one, by, None, name)
            added += 1
        return Imported(added, len(in_order) - added)

    return add


# An archive


def _archive(files: Zip, validate: Callable[[str], object]) -> Callable[[Session, str], Imported]:
    index = _index(files)
    problems: list[Problem] = []
    for municipality in index.municipalities:
        for version in municipality.versions:
            try:
                validate(_checked(files, version.facts))
            except FactsError as error:
                problems += _in(version.facts.name, error)
            _result(files, version.result)
    if problems:
        raise FactsError(problems)

    def add(session: Session, _: str) -> Imported:
        added = there = 0
        conflicts: list[Problem] = []
        for municipality in index.municipalities:
            new, same, other = _added(session, files, municipality)
            added, there = added + new, there + same
            conflicts += other
        if conflicts:
            raise StoreError(conflicts)
        return Imported(added, there)

    return add


def _index(files: Zip) -> Index:
    try:
        index = Index.model_validate_json(files.read(INDEX))
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)[:_MOST_PROBLEMS]
        places = [(".".join(map(str, one["loc"])), clean(one["msg"], 200)) for one in wrong]
        raise StoreError(problem("ARCHIVE-INVALID", name=f"{INDEX} {place}", reason=told) for place, told in places) from None
    keys = Counter(key_of(one.name, one.code) for one in index.municipalities)
    named = Counter(
        file.name for one in index.municipalities for version in one.versions for file in (version.facts, version.result)
    )
    for one in index.municipalities:
        if keys[key_of(one.name, one.code)] > 1:
            raise invalid(INDEX, Text(f"{clean(one.name)} staat er twee keer in", f"{clean(one.name)} is in it twice"))
        if [version.number for version in one.versions] != list(range(1, len(one.versions) + 1)):
            raise invalid(
                INDEX,
                Text(
                    f"de versies van {clean(one.name)} tellen niet vanaf 1 door",
                    f"the versions of {clean(one.name)} do not count from 1",
                ),
            )
    odd = (named.keys() | {INDEX}) ^ set(files.names) | {name for name, times in named.items() if times > 1}
    if odd:
        raise invalid(
            min(odd), Text(f"zip en {INDEX} noemen niet dezelfde bestanden", f"zip and {INDEX} do not name the same files")
        )
    return index


def _added(session: Session, files: Zip, given: ArchivedMunicipality) -> tuple[int, int, Iterable[Problem]]:
    """How many versions of a municipality are added and how many are there, and which are there with other content."""
    row = found_row(session, given.name, given.code)
    there = (
        {}
        if row is None
        else {one.number: one for one in session.scalars(select(VersionRow).where(VersionRow.municipality_id == row.id))}
    )
    conflicts = [
        problem("ARCHIVE-CONFLICT", name=clean(given.name), number=version.number)
        for version in given.versions
        if version.number in there and not _same(there[version.number], version, files)
    ]
    new = [version for version in given.versions if version.number not in there]
    if conflicts or not new:
        return 0, len(given.versions), conflicts
    row = municipality_row(session, given.name, given.code, row_id=None if session.get(MunicipalityRow, given.id) else given.id)
    for version in new:
        fields: dict[str, Any] = {name: getattr(version, name) for name in _COMPARED}
        if session.get(VersionRow, version.id) is None:
            fields["id"] = version.id
        facts, result = _checked(files, version.facts), _result(files, version.result)
        session.execute(insert(VersionRow).values(municipality_id=row.id, facts=facts, result=result, **fields))
    return len(new), len(given.versions) - len(new), ()


def _same(row: VersionRow, version: ArchivedVersion, files: Zip) -> bool:
    return (
        all(getattr(row, name) == getattr(version, name) for name in _COMPARED)
        and row.facts == _checked(files, version.facts)
        and row.result == _result(files, version.result)
    )


def _checked(files: Zip, file: File) -> str:
    content = files.text(file.name)
    if hashlib.sha256(content.encode()).hexdigest() != file.sha256:
        raise invalid(
            file.name, Text(f"de inhoud past niet bij de hash in {INDEX}", f"the content does not match the hash in {INDEX}")
        )
    return content


def _result(files: Zip, file: File) -> dict[str, Any]:
    try:
        found = json.loads(_checked(files, file), parse_constant=_no_number)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise invalid(file.name, Text("dit is geen resultaat", "this is no result"))
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _in(name: str, error: FactsError) -> list[Problem]:
    return [found.in_file(name, found.line, found.column) for found in error.problems]
