"""The figures: the same bytes each time, nothing from elsewhere, every label legible, and no text that breaks them."""

from __future__ import annotations

import hashlib
import os
import re
import struct
import subprocess
import sys
import threading
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from antwoord_rules.errors import UsageError
from antwoord_rules.rendering.figures import png, style, svg
from antwoord_rules.rendering.figures.sheet import STATUSES
from antwoord_rules.rendering.pictures import (
    Bar,
    Counts,
    Ladder,
    Node,
    Profile,
    Progress,
    Rung,
    Shares,
    Spider,
    Timeline,
    Why,
)

ROOT = Path(__file__).parent.parent
SVG = "{http://www.w3.org/2000/svg}"
WORDS = ("voldaan", "niet voldaan", "onbekend")
PHASES = ("Dienst heeft Antwoord©", "Kanaal heeft Antwoord©", "Front-office heeft Antwoord©", "Gemeente heeft Antwoord©")
BLOCKS = ("Producten en kanalen", "Processen en besturing", "Systemen en informatie", "Leiderschap en medewerkers")
PICTURES = {
    "ladder": Ladder(
        tuple(Rung(n, name, (True, True, False, None)[n - 1], 4 - n, n - 1, n % 2) for n, name in enumerate(PHASES, 1)),
        2,
        4,
        (*WORDS, "hier", "doel"),
    ),
    "ladder without a phase": Ladder(
        (Rung(1, PHASES[0], False, 0, 2, 0), Rung(2, PHASES[1], None, 0, 0, 3)), 0, None, (*WORDS, "hier", "doel")
    ),
    "profile": Profile(BLOCKS, tuple((name, (("met",), ("unmet", "unknown"), (), ("met",) * 9)) for name in PHASES), WORDS),
    "spider": Spider(BLOCKS, (("Oosterwoud", (0.5, None, 0.0, 1.0)), ("Doel", (1, 1, 1, 1)), ("Anderen", (None,) * 4))),
    "spider as bars": Spider(BLOCKS[:2], (("Oosterwoud", (0.5, None)), ("Doel", (1.0, 0.0)))),
    "timeline": Timeline(
        tuple(Bar(f"Maatregel {n}: {name}", n, n + 4, n // 2, n % 2 == 0) for n, name in enumerate(PHASES)),
        ("maanden", "bepaalt de duur", "heeft speling"),
    ),
    "why": Why(
        tuple(
            Node(f"n{n}", f"Klanttevredenheidsonderzoek {n}", ("ja", "nee", "onbekend")[n % 3], STATUSES[n % 3], (n + 3) // 4)
            for n in range(12)
        ),
        tuple((f"n{n // 3}", f"n{n}") for n in range(1, 12)),
    ),
    "progress": Progress(PHASES, (("oktober 2025", (1, 0.5, 0.001, 0), 1), ("oktober 2026", (1, 1, 0.5, 0), 2))),
    "counts": Counts(("Nog geen fase", *PHASES), (0, 3, 120, 4, 1), 2, "gemeenten"),
    "shares": Shares((*((name, n, 3 - n, 2) for n, name in enumerate(PHASES)), ("Zonder gemeenten", 0, 0, 0)), WORDS),
}
HOSTILE = (
    "$x^2$ en $",
    r"\frac{1}{0}$\notacommand$",
    "<script>alert(1)</script> & \"x\" 'y' ]]>",
    "stuur\x00\x07\x1b[31m\x7f\r\n\t\u2028regel",
    "\u202eomgekeerd\u202c \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "\U0001f469\u200d\U0001f4bb\U0001f1f3\U0001f1f1 \u4f60\u597d \U000f0000\ufffe",
    "\ud800",
    "Z\u0300\u0301\u0302\u0303\u0304algo" * 30,
    "y" * 10_000,
    "een woord " * 1000,
    "",
    " ",
)


def texts(drawing: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(drawing).iter(f"{SVG}text")]


def labelled(label: str):
    """A picture of each kind in which all texts are one text."""
    words = (label,) * 3
    yield Ladder((Rung(1, label, True, 1, 2, 3), Rung(2, label, None, 0, 0, 10**9)), 1, 1, (*words, label, label))
    yield Profile((label,) * 3, ((label, (("met",), ("unmet",), ("unknown",))),) * 2, words)
    yield Spider((label,) * 5, ((label, (0.5,) * 5), (label, (None,) * 5)))
    yield Spider((label,), ((label, (None,)),))
    yield Timeline((Bar(label, 0, 3, 1, True), Bar(label, 0, 0, 2, False)), words)
    yield Why((Node("a", label, label, "met", 0), Node("b", label, label, "unknown", 1)), (("a", "b"),))
    yield Progress((label,) * 2, ((label, (0.5, 0.0), 0), (label, (1.0, 0.5), 1)))
    yield Counts((label,) * 2, (1, 0), 0, label)
    yield Shares(((label, 1, 2, 3),), words)


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_a_drawing_is_one_plain_svg_element_without_anything_from_elsewhere(picture):
    drawing = svg(picture)
    root = ET.fromstring(drawing)
    assert root.tag == f"{SVG}svg"
    assert {element.tag for element in root.iter()} == {f"{SVG}{name}" for name in ("svg", "path", "text")}
    assert drawing.startswith("<svg ")
    assert drawing.endswith("</svg>\n")
    assert not re.search(r"<!|<\?|href|url\(|\bid=|style|script|metadata|[Mm]atplotlib|nan|inf\b", drawing)
    assert drawing.count("http") == 1, "the name space"


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_nothing_sticks_out_and_no_letter_is_too_small(picture):
    root = ET.fromstring(svg(picture))
    _, _, wide, high = map(float, root.get("viewBox").split())
    assert wide == pytest.approx(style.points(170), abs=0.01)
    for text in root.iter(f"{SVG}text"):
        size, x, y = (float(text.get(name)) for name in ("font-size", "x", "y"))
        long = style.width(text.text, size, bold=text.get("font-weight") == "bold")
        left = x - long * {None: 0, "middle": 0.5, "end": 1}[text.get("text-anchor")]
        assert size >= 8
        assert left >= 0
        assert left + long <= wide
        assert size * 0.7 <= y <= high
    for path in root.iter(f"{SVG}path"):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", path.get("d"))]
        assert all(-0.01 <= x <= wide + 0.01 for x in numbers[::2])
        assert all(-0.01 <= y <= high + 0.01 for y in numbers[1::2])


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_no_text_stands_on_another(picture):
    boxes = []
    for text in ET.fromstring(svg(picture)).iter(f"{SVG}text"):
        size, x, y = (float(text.get(name)) for name in ("font-size", "x", "y"))
        long = style.width(text.text, size, bold=text.get("font-weight") == "bold")
        left = x - long * {None: 0, "middle": 0.5, "end": 1}[text.get("text-anchor")]
        boxes.append((left, y - size * 0.7, left + long, y, text.text))
    for (a, b, c, d, one), (e, f, g, h, other) in combinations(boxes, 2):
        assert not (a < g and e < c and b < h and f < d), (one, other)


def plain(text: str) -> str:
    return re.sub(r"[\s-]", "", text)


@pytest.mark.parametrize("name", PICTURES)
def test_every_label_is_in_the_drawing(name):
    def strings(value):
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            for part in value:
                yield from strings(part)

    picture = PICTURES[name]
    if name == "why":
        wanted = [text for node in picture.nodes for text in (node.label, node.value)]
    elif name == "profile":
        wanted = [*picture.blocks, *(row[0] for row in picture.rows), *picture.words]
    else:
        wanted = list(strings(picture))
    if isinstance(picture, Ladder) and picture.target is None:
        wanted.remove("doel")
    drawn = plain("".join(texts(svg(picture))))
    assert all(plain(text) in drawn for text in wanted)


def test_numbers_are_in_the_drawing_and_what_is_not_known_is_no_zero():
    assert {"0", "3", "120"} <= set(texts(svg(PICTURES["counts"])))
    assert {"50%", "100%", "1%", "0%"} <= set(texts(svg(PICTURES["progress"])))
    assert "0%" not in texts(svg(Spider(("a", "b"), (("wij", (None, None)),))))
    known, not_known = (svg(Spider(BLOCKS, (("wij", (share, 1, 1, 1)),))) for share in (0.0, None))
    assert known != not_known


def test_the_same_picture_gives_the_same_bytes_whatever_the_process():
    code = (
        "import hashlib; from tests.test_figures import PICTURES; from antwoord_rules.rendering.figures import png, svg\n"
        "for p in PICTURES.values(): print(hashlib.sha256(svg(p).encode() + png(p, dpi=60)).hexdigest())"
    )
    found = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for seed in ("1", "2")
    ]
    here = [hashlib.sha256(svg(p).encode() + png(p, dpi=60)).hexdigest() for p in PICTURES.values()]
    assert found == [here, here]


def test_threads_do_not_meddle_with_each_other():
    wanted = {name: (svg(picture), png(picture, dpi=60)) for name, picture in PICTURES.items()}
    found: dict[int, dict] = {}

    def work(number: int) -> None:
        found[number] = {name: (svg(picture), png(picture, dpi=60)) for name, picture in PICTURES.items()}

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[number] for number in range(3)] == [wanted] * 3


def test_settings_of_the_user_do_not_reach_a_drawing():
    from matplotlib import rc_context

    wanted = {name: svg(picture) for name, picture in PICTURES.items()}
    loud = {"svg.fonttype": "path", "font.family": "serif", "font.size": 40, "lines.linewidth": 9, "text.color": "red"}
    with rc_context({**loud, "figure.facecolor": "black", "text.parse_math": True}):
        assert {name: svg(picture) for name, picture in PICTURES.items()} == wanted


@pytest.mark.parametrize(("width_mm", "dpi"), [(160, 300), (120, 96)])
def test_an_image_is_as_wide_as_asked_and_says_nothing_of_its_maker(width_mm, dpi):
    image = png(PICTURES["ladder"], width_mm, dpi)
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    assert abs(struct.unpack(">I", image[16:20])[0] - width_mm / 25.4 * dpi) <= 1
    assert struct.unpack(">I", image[image.index(b"pHYs") + 4 :][:4])[0] == round(dpi / 0.0254)
    assert not any(chunk in image for chunk in (b"tEXt", b"iTXt", b"zTXt", b"tIME"))


@pytest.mark.parametrize("label", HOSTILE, ids=[ascii(text[:12]) for text in HOSTILE])
def test_a_hostile_text_comes_out_as_plain_text(label):
    for picture in labelled(label):
        root = ET.fromstring(svg(picture))
        assert {element.tag for element in root.iter()} <= {f"{SVG}{name}" for name in ("svg", "path", "text")}
        assert png(picture, dpi=40)


def test_a_formula_stays_as_it_is_written():
    assert "$x^2$ en $" in texts(svg(Counts(("$x^2$ en $",), (1,), None, "")))


def test_a_line_within_the_last_column_stays_on_the_sheet():
    nodes = tuple(Node(name, name, "ja", "met", column) for name, column in (("a", 0), ("b", 1), ("c", 1)))
    root = ET.fromstring(svg(Why(nodes, (("a", "b"), ("b", "c")))))
    wide = float(root.get("width").removesuffix("pt"))
    for path in root.iter(f"{SVG}path"):
        assert all(float(x) <= wide + 0.01 for x in re.findall(r"-?[\d.]+", path.get("d"))[::2])


def test_names_of_phases_and_numbers_can_be_large_and_many():
    rungs = tuple(Rung(n, f"Fase {n}", n < 4, 10**6, 10**6, 10**6) for n in range(12))
    assert svg(Ladder(rungs, 3, 11, (*WORDS, "hier", "doel")))
    assert svg(Timeline(tuple(Bar(f"Maatregel {n}", n * 9, n * 9 + 9, n, True) for n in range(40)), WORDS))
    nodes = tuple(Node(str(n), f"Feit nummer {n}", "ja", "met", 0 if not n else 1 + n % 4) for n in range(60))
    drawing = svg(Why(nodes, tuple(("0", str(n)) for n in range(1, 60))))
    assert float(ET.fromstring(drawing).get("height").removesuffix("pt")) < style.points(247)


def test_an_empty_picture_is_drawn():
    for picture in (
        Ladder((), 0, None, (*WORDS, "hier", "doel")),
        Profile((), (), WORDS),
        Spider((), ()),
        Timeline((), WORDS),
        Why((), (("a", "b"),)),
        Progress((), ()),
        Counts((), (), None, ""),
        Shares((), WORDS),
    ):
        assert ET.fromstring(svg(picture)).tag == f"{SVG}svg"
        assert png(picture, dpi=40)


_text = st.text(max_size=40)
_share = st.none() | st.floats(0, 1)
_count = st.integers(0, 500)
_status = st.sampled_from(STATUSES)
_words = st.tuples(_text, _text, _text)


@st.composite
def _whys(draw):
    nodes = draw(st.lists(st.builds(Node, st.sampled_from("abcdefgh"), _text, _text, _status, st.integers(0, 9)), max_size=12))
    ends = st.sampled_from("abcdefghx")
    return Why(tuple(nodes), tuple(draw(st.lists(st.tuples(ends, ends), max_size=15))))


_bars = st.builds(
    lambda label, start, months, wave, critical: Bar(label, start, start + months, wave, critical),
    _text,
    st.integers(0, 200),
    st.integers(0, 200),
    st.integers(1, 9),
    st.booleans(),
)


def _many(of, most):
    return st.lists(of, max_size=most).map(tuple)


_pictures = st.one_of(
    st.builds(
        Ladder,
        _many(st.builds(Rung, st.integers(0, 9), _text, st.none() | st.booleans(), _count, _count, _count), 8),
        st.integers(0, 9),
        st.none() | st.integers(0, 9),
        st.tuples(_text, _text, _text, _text, _text),
    ),
    st.builds(Profile, _many(_text, 8), _many(st.tuples(_text, _many(_many(_status, 12), 8)), 6), _words),
    st.builds(Spider, _many(_text, 15), _many(st.tuples(_text, _many(_share, 15)), 3)),
    st.builds(Timeline, _many(_bars, 10), _words),
    _whys(),
    st.builds(Progress, _many(_text, 6), _many(st.tuples(_text, _many(st.floats(0, 1), 6), st.integers(0, 6)), 4)),
    st.builds(Counts, _many(_text, 8), _many(_count, 8), st.none() | st.integers(0, 9), _text),
    st.builds(Shares, _many(st.tuples(_text, _count, _count, _count), 8), _words),
)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(_pictures)
def test_any_picture_is_drawn_within_its_sides(picture):
    root = ET.fromstring(svg(picture))
    _, _, wide, high = map(float, root.get("viewBox").split())
    assert high > 0
    for path in root.iter(f"{SVG}path"):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", path.get("d"))]
        assert all(-0.01 <= x <= wide + 0.01 for x in numbers[::2])
        assert all(-0.01 <= y <= high + 0.01 for y in numbers[1::2])


@given(st.text(max_size=300), st.floats(30, 300), st.integers(1, 4), st.booleans())
@settings(max_examples=200, deadline=None)
def test_a_wrapped_text_fits_and_loses_nothing_without_saying_so(text, room, most, bold):
    lines = style.wrapped(text, room, 8, most, bold=bold)
    assert len(lines) <= most
    assert all(style.width(line, 8, bold=bold) <= room + 0.01 for line in lines)
    if not "".join(lines).endswith(style.ELLIPSIS):
        assert plain("".join(lines)) == plain(style.clean(text))


def test_a_long_word_breaks_between_syllables():
    assert style.wrapped("klanttevredenheidsonderzoek", 62, 8, 3) == ("klanttevreden-", "heidsonder-", "zoek")


def test_texts_and_marks_stand_out_on_what_they_stand_on():
    for colour in (style.INK, style.QUIET):
        for ground in (style.WHITE, style.SKY, style.PALE):
            assert style.contrast(colour, ground) >= 4.5
    for colour in (style.BLUE, style.DEEP, style.VERMILLION, style.QUIET, style.INK):
        assert style.contrast(colour, style.WHITE) >= 3
    for look in (*style.STATUS.values(), *style.SERIES):
        assert style.contrast(look.edge, style.WHITE) >= 3


def test_statuses_differ_in_grey_and_not_by_colour_alone():
    fills = [style.lightness(look.fill) for look in style.STATUS.values()]
    assert all(abs(one - other) >= 15 for one, other in combinations(fills, 2))
    assert len({(look.hatch, look.dashes) for look in style.STATUS.values()}) == len(STATUSES)
    assert len({look.dashes for look in style.SERIES}) == len(style.SERIES)


def test_nothing_heavy_is_imported_before_something_is_drawn():
    code = "import sys, antwoord_rules.rendering.figures; print(sorted({'matplotlib', 'numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_gallery_shows_every_figure_of_the_reports_and_nothing_else():
    """`make gallery` draws it."""
    from tools.gallery import FOLDER, figures, pages

    names = {name for page in pages() for name, _ in figures(page)}
    assert {path.name for path in FOLDER.glob("*.svg")} == names
    text = (FOLDER / "README.md").read_text("utf-8")
    assert all(f"]({name})" in text for name in names)
    shown = {type(figure.picture) for page in pages() for _, figure in figures(page)}
    assert shown == {Counts, Ladder, Profile, Progress, Shares, Spider, Timeline, Why}


def test_without_matplotlib_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError) as raised:
        svg(Spider(BLOCKS, (("nu", (0.0, 0.5, 1.0, None)),)))
    assert [problem.code for problem in raised.value.problems] == ["EXTRA-MISSING"]
