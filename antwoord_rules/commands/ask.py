"""`antwoord ask`: a guided interview that asks what matters most, saves each answer, and can be stopped and taken up again."""

from __future__ import annotations

import json
import shlex
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from antwoord_rules.commands import usage
from antwoord_rules.commands.console import MOST, EndOfInputError
from antwoord_rules.errors import UsageError, problem
from antwoord_rules.facts.reader import content_of, read_bytes
from antwoord_rules.language import Language, Text
from antwoord_rules.quoting import clean, reason

if TYPE_CHECKING:
    from antwoord_rules.interview.session import Session
    from antwoord_rules.knowledge_base import KnowledgeBase

_HELP = Text(
    "Stel vragen over een gemeente, de vraag die het meest uitmaakt eerst, en bewaar elk antwoord meteen in FILE. Vragen die"
    " niets meer kunnen veranderen, worden niet gesteld. Bestaat FILE al, dan gaat het gesprek daar verder. FACTS is een"
    " feitenbestand om van uit te gaan; het verandert niet, tenzij u met -o hetzelfde bestand noemt.",
    "Ask questions about a municipality, the one that matters most first, and save each answer at once in FILE. Questions that"
    " can't change anything any more are not asked. If FILE exists, the interview goes on from there. FACTS is a fact file to"
    " start from; it does not change, unless you name the same file with -o.",
)
_OUTPUT = Text("Bewaar de antwoorden in dit bestand.", "Save the answers in this file.")
_AGAIN = Text("Stel de vragen die zijn opengelaten opnieuw.", "Ask again what was left open.")
_WELCOME = Text(
    "Elk antwoord wordt meteen bewaard in {file}.\nMet q stopt u; u kunt altijd verder waar u was. Met ? krijgt u uitleg.",
    "Each answer is saved at once in {file}.\nq stops; you can always go on where you were. ? gives help.",
)
_RESUMED = Text("Verder met {name}, peildatum {date}.", "Going on with {name}, reference date {date}.")
_SAVED = Text("Uw antwoorden staan in {file}.", "Your answers are in {file}.")
_NOT_SAVED = Text("Er is nog niets bewaard.", "Nothing has been saved yet.")
_GO_ON = Text("Verder gaan:\n  {command}", "To go on:\n  {command}")
_ASK_AGAIN = Text("De opengelaten vragen opnieuw:\n  {command}", "What was left open again:\n  {command}")
_RESULT = Text("Het hele resultaat:\n  {command}", "The whole result:\n  {command}")
_LOST = Text("Alleen dit laatste antwoord is niet bewaard: {answer}", "Only this last answer was not saved: {answer}")


def command(language: Language) -> click.Command:
    """The command in the given language."""

    def ask(facts: str | None, output: str | None, again: bool, rules: tuple[str, ...], norms: tuple[str, ...]) -> None:
        target = _target(facts, output, rules)
        options = [part for name, values in (("--rules", rules), ("--norm", norms)) for value in values for part in (name, value)]
        options += ["--lang", "en"] if language == "en" else []
        _Interview(usage.knowledge_base(rules, norms), target, options, language).run(facts, again=again)

    return usage.LocalizedCommand(
        language,
        "ask",
        ask,
        _HELP,
        [
            click.Argument(["facts"], metavar="[FACTS]", required=False),
            click.Option(["-o", "--output"], metavar="FILE", help=_OUTPUT.to(language)),
            click.Option(["--again"], is_flag=True, help=_AGAIN.to(language)),
            usage.rules_option(language),
            usage.norm_option(language),
        ],
    )


def _target(facts: str | None, output: str | None, rules: Sequence[str]) -> str:
    """The file to save in, after a look whether it can be written and holds nothing that would be lost."""
    if output is None:
        raise UsageError([problem("ASK-NO-OUTPUT")])
    if facts == usage.STANDARD_INPUT:  # the answers come from there
        raise UsageError([problem("STDIN-TWICE")])
    usage.refuse_overwriting(output, [], rules)
    path = Path(output)
    try:
        if path.exists() and not path.is_file():
            plain = Text("het is geen gewoon bestand", "it is no plain file")
            raise UsageError([problem("FILE-UNWRITABLE", reason=plain).in_file(output or '""')])
        if facts is not None and path.exists() and Path(facts).exists() and not path.samefile(facts):
            raise UsageError([problem("ASK-OUTPUT-EXISTS").in_file(output)])
        with tempfile.TemporaryFile(dir=usage.followed(path).parent):
            pass
    except (OSError, ValueError, RuntimeError) as error:
        raise UsageError([problem("FILE-UNWRITABLE", reason=reason(error)).in_file(output)]) from error
    return output


class _Interview:
    """One run of the interview: what it asks, where it saves, and how it ends."""

    def __init__(self, knowledge: KnowledgeBase, target: str, options: Sequence[str], language: Language) -> None:
        from antwoord_rules.commands.conversation import Conversation

        self.knowledge, self.target, self.options, self.language = knowledge, target, options, language
        self.conversation = Conversation(language)
        self.session: Session | None = None
        self.saved: Mapping[str, Any] | None = None

    def run(self, facts: str | None, *, again: bool) -> None:
        """Ask until nothing is left to ask or the user stops; what was answered is saved whatever happens."""
        from antwoord_rules.commands.conversation import StopError
        from antwoord_rules.interview.session import Session

        document = self._document(facts)
        self.conversation.say(_WELCOME, file=self._file)
        try:
            if document is None:
                document = self._municipality()
            self.session = Session.start(self.knowledge, document, again=again)
            self._save()
            self._ended(self._questions(self.session))
        except (StopError, EndOfInputError):
            with suppress(UsageError):  # nobody may be there to read it
                self._stopped()
        except KeyboardInterrupt:
            self._save()
            self.conversation.show("")
            self._stopped()
            raise

    def _document(self, facts: str | None) -> Mapping[str, Any] | None:
        """The document to start from; None when there is none yet."""
        exists = Path(self.target).exists()
        if facts is None and not exists:
            return None
        name = self.target if facts is None else facts
        content = content_of(Path(name))  # read once: a pipe gives what it holds one time only
        memory = read_bytes(content, name, self.knowledge.base.vocabulary)  # every mistake in it, at its place
        document: Mapping[str, Any] = json.loads(content.decode("utf-8-sig"))
        self.saved = document if exists else None
        self.conversation.say(_RESUMED, name=memory.municipality.naam, date=memory.municipality.peildatum)
        return document

    def _municipality(self) -> Mapping[str, Any]:
        """A new document, with what the user says of the municipality itself."""
        from antwoord_rules.interview.municipality import ENTRIES, new_document

        answers: dict[str, Any] = {"peildatum": date.today().isoformat()}  # noqa: DTZ011  (today where the user is)
        seen: set[str] = set()
        number = 0
        while number < len(ENTRIES):
            entry = ENTRIES[number]
            entered = self.conversation.entry(entry, answers.get(entry.key), first=number == 0)
            if entered.back:
                number -= 1
                continue
            answers[entry.key] = entered.value
            seen.add(entry.key)
            number += 1
            document = new_document({key: value for key, value in answers.items() if key in seen})
            if document is not None and document != self.saved:
                self._write(document)
        if self.saved is None:
            raise AssertionError("what is required was asked")
        return self.saved

    def _questions(self, session: Session) -> Session:
        """The session after all that can matter was asked."""
        from antwoord_rules.reports import interviews

        while (asked := session.asked) is not None:
            assessment = self.knowledge.assess_memory(session.memory)
            self.conversation.show(interviews.picture(assessment, session.progress, self.language))
            session = self.session = self.conversation.turn(session, asked)
            self._save()
        return session

    def _save(self) -> None:
        session = self.session
        if session is None or session.document == self.saved:
            return
        try:
            self._write(session.document)
        except UsageError:
            if session.history:
                from antwoord_rules.reports import interviews

                asked = session.named(session.history[-1])
                lost = f"{asked.fact}: {interviews.answer(asked, self.language)}"
                click.echo(_LOST.to(self.language).format(answer=lost), err=True)
            raise

    def _write(self, document: Mapping[str, Any]) -> None:
        usage.emit(usage.to_json(document), self.target)
        self.saved = document

    def _ended(self, session: Session) -> None:
        from antwoord_rules.reports import interviews

        assessment = self.knowledge.assess_memory(session.memory)
        self.conversation.show(interviews.ending(assessment, session, self.language))
        self.conversation.say(_SAVED, file=self._file)
        self.conversation.say(_RESULT, command=self._command("assess", self.target))
        if session.open_and_relevant:
            self.conversation.say(_ASK_AGAIN, command=self._command("ask", "--again", "-o", self.target))

    def _stopped(self) -> None:
        self.conversation.say(_NOT_SAVED if self.saved is None else _SAVED, file=self._file)
        self.conversation.say(_GO_ON, command=self._command("ask", "-o", self.target))

    @property
    def _file(self) -> str:
        return clean(self.target, MOST)

    def _command(self, *arguments: str) -> str:
        return clean(shlex.join(["antwoord", *arguments, *self.options]), MOST)
