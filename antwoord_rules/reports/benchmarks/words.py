"""The words of benchmarks, in Dutch and English."""

from __future__ import annotations

from typing import Final

from antwoord_rules.language import Text
from antwoord_rules.reports.voice import Noun

MUNICIPALITIES: Final = Noun(Text("gemeente", "municipality"), Text("gemeenten", "municipalities"))
CRITERIA: Final = Noun(Text("criterium", "criterion"), Text("criteria", "criteria"))
POINTS: Final = Noun(Text("procentpunt", "percentage point"), Text("procentpunten", "percentage points"))
MISTAKES: Final = Noun(Text("fout", "mistake"), Text("fouten", "mistakes"))

# The head

TITLE: Final = Text("Benchmark van {size}", "Benchmark of {size}")
TITLE_REPEATED: Final = Text("Benchmark van {size}, samen {times} metingen", "Benchmark of {size}, {times} measurements in all")
DATES: Final = Text("Peildata van {first} tot en met {last}.", "Reference dates from {first} to {last}.")
DATE: Final = Text("Peildatum {date}.", "Reference date {date}.")
SELF_ASSESSMENT: Final = Text(
    "Dit zijn zelfbeelden op grond van de opgegeven feiten, geen audit en geen rapportcijfer. Wat onbekend is, telt nergens als"
    " nee of als 0.",
    "These are self-assessments from the facts given, no audit and no marks. What is unknown nowhere counts as no or as 0.",
)
ALONE: Final = Text("Er is maar één gemeente: er valt niets te vergelijken.", "There is one municipality: nothing to compare.")
SKIPPED: Final = Text("Overgeslagen: {file} ({mistakes}).", "Passed over: {file} ({mistakes}).")
REPEATED: Final = Text(
    "{name} staat er {times} keer in ({dates}). Alle keren tellen mee; met --latest telt alleen de laatste peildatum.",
    "{name} is in it {times} times ({dates}). All of them count; with --latest only the last reference date does.",
)
REPEATED_LATEST: Final = Text(
    "{name} staat er {times} keer in met dezelfde peildatum ({dates}). Alle keren tellen mee.",
    "{name} is in it {times} times with the same reference date ({dates}). All of them count.",
)
OLDER: Final = Text(
    "Niet meegeteld, want er is een latere peildatum: {names}.", "Left out, for there is a later reference date: {names}."
)
NAMED: Final = Text("{name} ({date})", "{name} ({date})")
NO_INHABITANTS: Final = Text(
    "In geen vergelijkingsgroep, want het aantal inwoners is onbekend: {names}.",
    "In no comparison group, for the number of inhabitants is unknown: {names}.",
)
OUTSIDE: Final = Text(
    "In geen van de gekozen vergelijkingsgroepen: {names}.", "In none of the chosen comparison groups: {names}."
)
AND_MORE: Final = Text("{names} en nog {number}", "{names} and {number} more")

# Phases, criteria, challenges

PHASES: Final = Text("Waar de gemeenten staan", "Where the municipalities are")
PHASE: Final = Text("{number} {name}", "{number} {name}")
PHASES_CAPTION: Final = Text("Gemeenten per fase", "Municipalities by phase")
PHASES_ALT: Final = Text("{count} in fase {phase}", "{count} in phase {phase}")
PHASES_NOTE: Final = Text(
    "'aantal': de fase die nu vaststaat of ten minste is bereikt; █ zeker, ░ nog niet zeker. 'kan zijn': bij zoveel gemeenten"
    " kan dit de fase zijn zodra alles bekend is.",
    "'number': the phase that is reached now, for certain or at least; █ certain, ░ not certain yet. 'can be': for so many"
    " municipalities this can be the phase once all is known.",
)
PHASES_NOTE_HTML: Final = Text(
    "'aantal': de fase die nu vaststaat of ten minste is bereikt; 'zeker': bij zoveel staat de fase vast. 'kan zijn': bij"
    " zoveel gemeenten kan dit de fase zijn zodra alles bekend is.",
    "'number': the phase that is reached now, for certain or at least; 'certain': for so many the phase is certain. 'can be':"
    " for so many municipalities this can be the phase once all is known.",
)
NUMBER: Final = Text("aantal", "number")
CERTAIN: Final = Text("zeker", "certain")
CAN_BE: Final = Text("kan zijn", "can be")
CRITERIA_TITLE: Final = Text("De criteria, het vaakst niet vervuld eerst", "The criteria, most often not met first")
CRITERIA_CAPTION: Final = Text("Criteria per aantal gemeenten", "Criteria by number of municipalities")
CRITERION_ALT: Final = Text(
    "{label}: vervuld bij {met}, niet vervuld bij {unmet}, onbekend bij {unknown}",
    "{label}: met by {met}, not met by {unmet}, unknown of {unknown}",
)
CRITERIA_NOTE: Final = Text(
    "Het percentage is het deel waarbij het criterium niet is vervuld, van de gemeenten waarvan het bekend is.",
    "The percentage is the share that does not meet the criterion, of the municipalities of which it is known.",
)
SHORT_NOTE: Final = Text("● vervuld   ○ niet vervuld   ? onbekend", "● met   ○ not met   ? unknown")
CHALLENGES_TITLE: Final = Text("Welke uitdagingen het vaakst open zijn", "Which challenges are open most often")
CHALLENGES_NOTE: Final = Text(
    "Het percentage is het deel waarbij de uitdaging open is, van de gemeenten waarvan het bekend is. 'nu': open bij zoveel"
    " gemeenten die de fase van de uitdaging al hebben bereikt.",
    "The percentage is the share for which the challenge is open, of the municipalities of which it is known. 'now': open for"
    " so many municipalities that have already reached the phase of the challenge.",
)
SHORT_CHALLENGES: Final = Text("○ open   ● opgelost   ? onbekend", "○ open   ● resolved   ? unknown")
NO_CHALLENGES: Final = Text("Geen enkele uitdaging is bij een gemeente open.", "No challenge is open for any municipality.")
CRITERION: Final = Text("criterium", "criterion")
CHALLENGE: Final = Text("uitdaging", "challenge")
PHASE_WORD: Final = Text("fase", "phase")
MET: Final = Text("vervuld", "met")
UNMET: Final = Text("niet vervuld", "not met")
UNKNOWN: Final = Text("onbekend", "unknown")
OPEN: Final = Text("open", "open")
RESOLVED: Final = Text("opgelost", "resolved")
NOW: Final = Text("nu", "now")
ALL_CRITERIA: Final = Text("De criteria in een tabel", "The criteria in a table")

# Municipalities

ROWS: Final = Text("De gemeenten", "The municipalities")
ROWS_NOTE: Final = Text(
    "'kan zijn': de fasen die mogelijk zijn zolang feiten onbekend zijn; leeg: de fase is zeker.",
    "'can be': the phases that are possible as long as facts are unknown; empty: the phase is certain.",
)
MUNICIPALITY: Final = Text("gemeente", "municipality")
INHABITANTS: Final = Text("inwoners", "inhabitants")
REFERENCE_DATE: Final = Text("peildatum", "date")
GROUP_TITLE: Final = Text("Ten opzichte van alle gemeenten", "Against all municipalities")
SPREAD: Final = Text(
    "Van de bekende criteria is de mediaan {median} vervuld; de middelste helft ligt tussen {lower} en {upper}, alles tussen"
    " {least} en {most}.",
    "Of the known criteria the median met is {median}; the middle half lies between {lower} and {upper}, all between {least}"
    " and {most}.",
)
SPREAD_ONE: Final = Text("Van de bekende criteria is {median} vervuld.", "Of the known criteria {median} are met.")
SPREAD_UNKNOWN: Final = Text(
    "Bij {count} is geen enkel criterium bekend; dat telt hier niet mee.",
    "Of {count} no criterion is known; that does not count here.",
)
SPREAD_NONE: Final = Text("Van geen gemeente is een criterium bekend.", "No criterion of any municipality is known.")
STANDING_NOTE: Final = Text(
    "'vervuld': het deel van de bekende criteria; daarachter van hoeveel. 'plaats': naar dat deel; wie gelijk staan, delen"
    " een plaats (=). 'kan zijn': de plaatsen die mogelijk zijn zolang er criteria onbekend zijn. 'verschil': met de mediaan,"
    " in procentpunten.",
    "'met': the share of the known criteria; behind it of how many. 'rank': by that share; equals share a rank (=). 'can be':"
    " the ranks that are possible as long as criteria are unknown. 'difference': from the median, in percentage points.",
)
SHARE: Final = Text("vervuld", "met")
OF: Final = Text("van", "of")
RANK: Final = Text("plaats", "rank")
DIFFERENCE: Final = Text("verschil", "difference")
MEDIAN: Final = Text("mediaan", "median")
PEERS_TITLE: Final = Text("Ten opzichte van de vergelijkingsgroep", "Against the comparison group")
RANGE: Final = Text("{low} tot {high} inwoners", "{low} up to {high} inhabitants")
RANGE_BELOW: Final = Text("minder dan {high} inwoners", "fewer than {high} inhabitants")
RANGE_UP: Final = Text("{low} inwoners of meer", "{low} inhabitants or more")
RANGE_SIZE: Final = Text("{range}: {size}", "{range}: {size}")
NEAR: Final = Text(
    "Elke gemeente naast de {number} die in inwonertal het dichtst bij haar liggen. Liggen er meer even ver, dan tellen die ook"
    " mee.",
    "Each municipality beside the {number} nearest to it in inhabitants. When several are equally far, these count too.",
)
NEAR_ONE: Final = Text(
    "Elke gemeente naast de gemeente die in inwonertal het dichtst bij haar ligt. Liggen er meer even ver, dan tellen die ook"
    " mee.",
    "Each municipality beside the one nearest to it in inhabitants. When several are equally far, these count too.",
)
NEAR_COUNT: Final = Text("naast", "beside")
NEAREST: Final = Text("dichtstbijzijnde in inwonertal", "nearest in inhabitants")
NONE: Final = Text("geen", "none")

# The municipality that is pointed out

FOCUS_TITLE: Final = Text("{name} in de vergelijking", "{name} in the comparison")
FOCUS_PHASE: Final = Text("{name} is in fase {number} ({certainty}).", "{name} is in phase {number} ({certainty}).")
FOCUS_COUNTS: Final = Text(
    "Van de {criteria} zijn er {met} vervuld, {unmet} niet vervuld en {unknown} onbekend.",
    "Of the {criteria} {met} are met, {unmet} are not met and {unknown} are unknown.",
)
FOCUS_UNKNOWN: Final = Text("Er is te weinig bekend voor een plaats.", "Too little is known for a rank.")
FOCUS_RANK: Final = Text(
    "{group}: {share} van de bekende criteria vervuld, {difference} mediaan ({median}); plaats {rank} van {of}{shared}.",
    "{group}: {share} of the known criteria met, {difference} the median ({median}); rank {rank} of {of}{shared}.",
)
HIGHER: Final = Text("{points} boven de", "{points} above")
LOWER: Final = Text("{points} onder de", "{points} below")
AS_MEDIAN: Final = Text("gelijk aan de", "equal to")
SHARED: Final = Text(", gedeeld", ", shared")
THE_OTHERS: Final = Text("de andere gemeenten", "the other municipalities")
THE_GROUP: Final = Text("de vergelijkingsgroep", "the comparison group")
FOCUS_CAN_BE: Final = Text("Als alles bekend is, kan dat plaats {ranks} zijn.", "Once all is known, that can be rank {ranks}.")
FOCUS_NO_GROUP: Final = Text("{name} is in geen vergelijkingsgroep.", "{name} is in no comparison group.")
ALL: Final = Text("Alle gemeenten", "All municipalities")
NEAR_GROUP: Final = Text("De {number} dichtstbijzijnde in inwonertal", "The {number} nearest in inhabitants")
BLOCK: Final = Text("bouwsteen", "building block")
MEDIAN_ALL: Final = Text("mediaan alle", "median of all")
MEDIAN_PEERS: Final = Text("mediaan groep", "median of group")
BEHIND: Final = Text(
    "Niet vervuld, terwijl ten minste de helft van {others} het wel vervult",
    "Not met, while at least half of {others} do",
)
AHEAD: Final = Text("Vervuld, terwijl minder dan de helft van {others} dat doet", "Met, while fewer than half of {others} do")
OTHERS_MET: Final = Text(
    "{label} (fase {phase}): vervuld bij {met} van de {known} waarvan het bekend is",
    "{label} (phase {phase}): met by {met} of the {known} of which it is known",
)
SPIDER_CAPTION: Final = Text(
    "Deel van de bekende criteria dat is vervuld, per bouwsteen", "Share of the known criteria met, by building block"
)
SPIDER_ALT: Final = Text("{name}: {shares}", "{name}: {shares}")
SPIDER_SHARE: Final = Text("{block} {share}", "{block} {share}")
MEDIAN_OF_ALL: Final = Text("Mediaan van alle gemeenten", "Median of all municipalities")
MEDIAN_OF: Final = Text("Mediaan van {group}", "Median of {group}")

# How to read it

READING: Final = Text("Zo leest u dit", "How to read this")
READINGS: Final = (
    Text(
        "Een aandeel is altijd een deel van wat bekend is; hoeveel er onbekend is, staat erbij. Is er niets bekend, dan staat"
        " er 'onbekend'.",
        "A share is always a part of what is known; how much is unknown stands beside it. When nothing is known, it says"
        " 'unknown'.",
    ),
    Text(
        "De fase volgt uit de criteria van die fase en alle lagere. Een gemeente kan dus veel criteria vervullen en toch in"
        " een lage fase zijn.",
        "The phase follows from the criteria of that phase and all lower ones. So a municipality can meet many criteria and"
        " still be in a low phase.",
    ),
    Text(
        "Kwartielen en mediaan zijn berekend met lineaire interpolatie tussen de gemeenten waarvan iets bekend is.",
        "Quartiles and median are computed by linear interpolation between the municipalities of which something is known.",
    ),
    Text(
        "Een groep 'van 20.000 tot 50.000' begint bij 20.000 inwoners en eindigt vóór 50.000.",
        "A group '20,000 up to 50,000' starts at 20,000 inhabitants and ends before 50,000.",
    ),
)
RECEIPT: Final = Text("{version}; {engine}; regels {rules}; {norms}", "{version}; {engine}; rules {rules}; {norms}")

# Sheets

SHEETS: Final = (
    Text("Gemeenten", "Municipalities"),
    Text("Criteria", "Criteria"),
    Text("Uitdagingen", "Challenges"),
    Text("Toelichting", "Notes"),
)
CODE: Final = Text("code", "code")
PHASE_CERTAIN: Final = Text("fase zeker", "phase certain")
PHASE_POSSIBLE: Final = Text("mogelijke fasen", "possible phases")
YES: Final = {True: Text("ja", "yes"), False: Text("nee", "no")}
SHARE_MET: Final = Text("aandeel vervuld", "share met")
SHARE_UNMET: Final = Text("aandeel niet vervuld", "share not met")
SHARE_OPEN: Final = Text("aandeel open", "share open")
BLOCK_SHARE: Final = Text("aandeel vervuld: {block}", "share met: {block}")
TIED: Final = Text("deelt plaats met", "shares rank with")
BEST: Final = Text("hoogst mogelijke plaats", "best possible rank")
WORST: Final = Text("laagst mogelijke plaats", "worst possible rank")
TO_MEDIAN: Final = Text("verschil met mediaan", "difference from median")
PEER_GROUP: Final = Text("vergelijkingsgroep", "comparison group")
PEER_SIZE: Final = Text("groep: gemeenten", "group: municipalities")
PEER_MEDIAN: Final = Text("groep: mediaan", "group: median")
PEER_RANK: Final = Text("groep: plaats", "group: rank")
PEER_DIFFERENCE: Final = Text("groep: verschil met mediaan", "group: difference from median")
ID: Final = Text("id", "id")
DUE: Final = Text("nu aan de orde", "due now")
TOPIC: Final = Text("onderwerp", "topic")
NOTE: Final = Text("toelichting", "note")
EXPLANATION: Final = Text("Uitleg", "Explanation")
REMARK: Final = Text("Let op", "Mind")
MADE_WITH: Final = Text("Gemaakt met", "Made with")
SHEET_STANDING: Final = Text(
    "'plaats' gaat over het aandeel van de bekende criteria dat is vervuld, 1 is het hoogst; wie gelijk staan, delen een"
    " plaats. De hoogst en laagst mogelijke plaats gelden zodra alles bekend is, van alle gemeenten.",
    "'rank' is by the share of the known criteria that are met, 1 is the highest; equals share a rank. The best and worst"
    " possible rank hold once all is known, of all municipalities.",
)
SHEET_DUE: Final = Text(
    "'nu aan de orde' telt de gemeenten waarbij de uitdaging open is en die de fase van de uitdaging al hebben bereikt.",
    "'due now' counts the municipalities for which the challenge is open and that have already reached its phase.",
)
