"""Draw the gallery in docs/gallery: the pictures of the reports, and with Chromium the first screen of each kind of page.

Everything in it comes from the bundled municipalities, through the same code as the reports.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from antwoord_rules import KnowledgeBase
from antwoord_rules.benchmarking import Near, benchmark
from antwoord_rules.comparison.comparing import Start, series
from antwoord_rules.rendering import html
from antwoord_rules.rendering.blocks import Block, Figure
from antwoord_rules.rendering.figures import svg
from antwoord_rules.reports.action_plan.dossier import dossier
from antwoord_rules.reports.action_plan.report import blocks
from antwoord_rules.reports.benchmarks.report import report as benchmark_report
from antwoord_rules.reports.comparisons.report import report as comparison_report

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "gallery"
WIDTH_MM = 170
SECONDS = 30
VIEW: ViewportSize = {"width": 900, "height": 1200}


class Page(NamedTuple):
    """A report in Dutch: what it is called, the command that makes it, and its blocks."""

    name: str
    command: str
    blocks: tuple[Block, ...]


def pages() -> Iterator[Page]:
    """The reports whose pictures are shown."""
    kb = KnowledgeBase.load()
    facts = sorted((ROOT / "facts").glob("*.json"))
    memories = [kb.read(path) for path in facts]
    plan = dossier(kb, kb.read(ROOT / "facts" / "waterrijk.json"), 3, peers=memories, seconds=SECONDS)
    yield Page("plan", "antwoord report facts/waterrijk.json --to 3 --peers facts -o plan.html", tuple(blocks(plan, "nl")))
    found = benchmark([kb.assess_memory(memory) for memory in memories], comparison=Near(3), focus="Waterrijk")
    command = "antwoord benchmark facts --focus Waterrijk --near 3 -o benchmark.html"
    yield Page("benchmark", command, tuple(benchmark_report(found, "nl", "html")))
    dates = [*sorted((ROOT / "facts" / "eerder").glob("*.json")), ROOT / "facts" / "elzenmeer.json"]
    first, *later = (kb.read(path) for path in dates)
    made = tuple(comparison_report(series(kb, Start(kb, first, first), later), "nl", pictures=True))
    yield Page("compare", "antwoord compare facts/eerder/*.json facts/elzenmeer.json --format html -o compare.html", made)


def figures(page: Page) -> list[tuple[str, Figure]]:
    """The figures of a page, each with the name of its file."""
    found = [block for block in page.blocks if isinstance(block, Figure)]
    return [(f"{page.name}-{place}-{type(figure.picture).__name__.lower()}.svg", figure) for place, figure in enumerate(found, 1)]


def main() -> int:
    """Draw; the exit code."""
    FOLDER.mkdir(exist_ok=True)
    lines = [
        "# Gallery",
        "",
        "The pictures of the reports, made from the bundled municipalities by `make gallery`. Each is drawn in colours that",
        "colour-blind people tell apart, says the same by shape, hatch and lightness, and has a text alternative, which stands",
        "below it here (in Dutch, as in the report).",
    ]
    if in_use():
        lines += ["", "## `antwoord serve`", "", "![The interview, and beside it where the municipality stands](page.png)"]
    for page in pages():
        lines += ["", f"## `{page.command}`", ""]
        if screenshot(page):
            lines += [f"![The first screen of the page]({page.name}.png)", ""]
        for name, figure in figures(page):
            (FOLDER / name).write_text(svg(figure.picture, WIDTH_MM), encoding="utf-8")
            lines += [f"### {figure.caption}", "", f"![{figure.caption}]({name})", "", figure.alt, ""]
    (FOLDER / "README.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    return 0


def in_use() -> bool:
    """Whether the page could be drawn, halfway through an interview: that takes Chromium."""
    from antwoord_rules.interview.document import to_text
    from antwoord_rules.web.application import create
    from antwoord_rules.web.context import NOBODY
    from antwoord_rules.web.settings import Settings
    from tests.browser import listening

    facts = json.loads((ROOT / "facts" / "lindewaard.json").read_bytes())
    del facts["frontoffice"]
    with tempfile.TemporaryDirectory() as folder:
        app = create(Settings(store=f"sqlite:///{folder}/store.sqlite3"))
        draft = app.state.server.store.new_draft(NOBODY, to_text(facts))
        with listening(app) as address:
            return drawn(f"{address}/drafts/{draft.id}/ask?lang=nl", "page", {"width": 1280, "height": 1000})


def screenshot(page: Page) -> bool:
    """Whether the first screen of a report could be drawn."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(html.render(page.blocks, "nl"), encoding="utf-8")
        return drawn(path.as_uri(), page.name, VIEW)


def drawn(address: str, name: str, view: ViewportSize) -> bool:
    """Whether the first screen of an address could be drawn: that takes Chromium."""
    program = shutil.which("chromium")
    if program is None:
        sys.stderr.write("There is no Chromium; the first screens are left as they are.\n")
        return (FOLDER / f"{name}.png").exists()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        tab = browser.new_page(viewport=view)
        tab.goto(address)
        tab.screenshot(path=FOLDER / f"{name}.png")
        browser.close()
    return True


if __name__ == "__main__":
    sys.exit(main())
