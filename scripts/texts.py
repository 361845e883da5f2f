"""Reads the working texts for the scripts beside it: articles block by block, sentences, facts.

It knows of Markdown what the articles use. Nothing here judges; that is for the scripts.
"""

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent

ABBREVIATIONS = {
    "en": {"e.g.", "i.e.", "dr.", "mr.", "mrs.", "ms.", "st.", "vs.", "approx.", "fig.", "mg.", "ml."},
    "ru": {"т.", "е.", "д.", "п.", "г.", "гг.", "мг.", "мл.", "см.", "ул.", "им.", "руб.", "тел.", "напр.", "рис.", "ст."},
}

WORD = re.compile(r"[^\W_]+(?:(?:(?<=\d)[.,:–-](?=\d)|[-'’‑](?=[^\W_]))[^\W_]+)*")
END = re.compile(r"[.!?…]+[\"'»”’)\]]*(?=\s)")
ATTRIBUTES = re.compile(r"\s*\{([^{}]*)\}\s*$")


class Block(NamedTuple):
    """A paragraph, item, heading or cell."""

    text: str
    line: int
    kind: str  # paragraph, item, heading or cell
    card: str  # CAUTION, WARNING …; empty outside of cards
    sos: bool  # whether its section stands on the emergency page
    section: str  # the id of the section of level 2; empty before the first
    part: int  # the same number for the items of one list, the cells of one table


class Article(NamedTuple):
    path: Path
    lang: str
    front: dict
    lines: dict  # of each key of the settings, with its table: "snippets.now.invite"
    blocks: list

    @property
    def name(self):
        return f"{self.path.parent.name}/{self.path.stem}"


def words_of(text):
    return WORD.findall(text)


def sentences_of(text, lang):
    """Splits one block of running text."""
    text = " ".join(text.split()) + " "
    start, found = 0, []
    for match in END.finditer(text):
        rest = text[match.end():].lstrip(" \"'«“‘([—–-")
        if rest[:1].islower():
            continue
        before = text[start:match.end()].split()
        if before and before[-1].lower().lstrip("(«\"'") in ABBREVIATIONS[lang] and rest:
            continue
        found.append(text[start:match.end()].strip())
        start = match.end()
    found.append(text[start:].strip())
    return [s for s in found if words_of(s)]


def blocks_of(body, first_line):
    """Yields the blocks of an article's text, whose first line has this number in the file."""
    card, section, sos = "", "", False
    text, line, kind, part = [], 0, "paragraph", 0
    fenced = False

    def flush():
        nonlocal text, kind
        out, of_kind, text, kind = text, kind, [], "paragraph"
        return [Block(" ".join(out), line, of_kind, card, sos, section, part)] if out else []

    for number, raw in enumerate(body.split("\n"), first_line):
        quoted = raw.lstrip().startswith(">")
        if card and not quoted:
            yield from flush()
            card = ""
        current = re.sub(r"^\s*(?:>\s?)+", "", raw) if quoted else raw
        if re.match(r"\s*(```|~~~)", current):
            yield from flush()
            fenced = not fenced
            continue
        if fenced:
            continue
        stripped = current.strip()
        alert = re.match(r"\[!(\w+)\]$", stripped) if quoted else None
        if alert:
            yield from flush()
            card, part = alert[1].upper(), part + 1
            continue
        if not stripped or re.match(r"\[\^[^\]]+\]:", stripped) or re.match(r"([-*_]\s*){3,}$", stripped):
            yield from flush()
            part += 1
            continue
        heading = re.match(r"(#{1,6})\s+(.*)", stripped)
        if heading:
            yield from flush()
            title, marks = heading[2], ""
            found = ATTRIBUTES.search(title)
            if found and re.search(r"[#.]", found[1].strip()[:1]):
                title, marks = title[:found.start()], found[1]
            if len(heading[1]) <= 2:
                sos = ".sos" in marks.split()
                section = next((m[1:] for m in marks.split() if m.startswith("#")), "")
            part += 1
            yield Block(title, number, "heading", card, sos, section, part)
            continue
        if stripped.startswith("|"):
            yield from flush()
            if not re.fullmatch(r"[|\s:-]+", stripped):
                for cell in stripped.strip("|").split("|"):
                    yield Block(cell, number, "cell", card, sos, section, part)
            continue
        item = re.match(r"(?:[-*+]|\d+[.)])\s+(.*)", stripped)
        if item:
            yield from flush()
            text, line, kind = [item[1]], number, "item"
            continue
        if not text:
            line = number
        text.append(stripped)
    yield from flush()


def read_article(path, lang):
    """Reads an article; front matter that cannot be read raises ValueError."""
    source = path.read_text(encoding="utf-8")
    parts = re.split(r"^\+\+\+[ \t]*$", source, maxsplit=2, flags=re.M)
    if len(parts) < 3:
        raise ValueError("no front matter between +++ lines")
    front = tomllib.loads(parts[1])
    lines, table = {}, ""
    for number, text in enumerate(parts[1].split("\n"), parts[0].count("\n") + 1):
        if found := re.match(r"\[+([\w.-]+)\]+\s*(#|$)", text):
            table = found[1] + "."
        elif found := re.match(r"(\w+)\s*=", text):
            lines.setdefault(table + found[1], number)
    first = source[: len(source) - len(parts[2])].count("\n") + 1
    return Article(path, lang, front, lines, list(blocks_of(parts[2], first)))


def article_paths(lang):
    return sorted((ROOT / "content" / lang).glob("*/*.md"))


def settings():
    return tomllib.loads((ROOT / "vetted.toml").read_text(encoding="utf-8"))


def facts_of(region):
    """The facts of a region by their group and key; None where there is no file."""
    path = ROOT / "content" / "facts" / f"{region}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
