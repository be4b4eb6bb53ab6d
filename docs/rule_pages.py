"""What the pages of the rules say beside what a person wrote: taken from the rulebook, the code and the tests.

`page` completes the text of a page before Sphinx reads it, `linked` turns the ids of a finished page into links.
Every figure of a table of readings is computed here, when the site is built.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from incidentrules import RULES
from incidentrules.readings import SETTINGS
from rule_cases import BY_ID, readings
from rule_places import DECISIONS, ID, IDS, ROOT, carried
from rule_sources import sourced
from statement_example import statement

PICTURES = "_generated"
AS_READ = "as read in November 2026; the published page bears no date"

START, LIST, REPLY, HOURS = "Introduction", "Price list", "Targeted response time", "Operating hours"
FASTER, ON_CALL = "Faster SLA response times", "On-call and emergency support"
WHERE, WHAT, CLOCK = "FAQ: where to ask", "FAQ: what an incident is", "FAQ: support around the clock"
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "R1": (START,),
    "R2": (START,),
    "R3": (START, LIST),
    "R4": (START,),
    "R5": (START,),
    "R6": (START,),
    "R7": (START, LIST),
    "R8": (START, "FAQ: refunds"),
    "R9": (START, REPLY),
    "R10": (REPLY,),
    "R11": (REPLY,),
    "R12": (REPLY, "FAQ: the initial response"),
    "R13": ("FAQ: the initial response",),
    "R14": (HOURS, CLOCK),
    "R15": (HOURS, CLOCK),
    "R16": (CLOCK,),
    "R17": (CLOCK,),
    "R18": (FASTER,),
    "R19": (LIST, FASTER, ON_CALL, "FAQ: paying by the hour"),
    "R20": (WHERE,),
    "R21": (WHAT,),
    "R22": (WHAT,),
    "R23": ("FAQ: examples of incidents",),
    "R24": ("FAQ: what is not an incident",),
    "R25": ("FAQ: very complex issues",),
    "R26": ("FAQ: the time to resolve",),
    "R27": (START,),
    "R28": ("Additional professional services",),
    "R29": ("FAQ: help at once",),
    "R30": ("FAQ: what support costs",),
}  # fmt: skip
"""Where each rule stands in the published terms, by the part of the page."""

POSITIONS: Mapping[str, tuple[str, ...]] = {
    "A3": ("R9", "R12", "R18"),
    "A5": ("R9", "R12", "R14", "R15", "R18"),
    "A6": ("R10", "R11", "R15"),
    "A7": ("R9", "R12", "R20"),
    "A8": ("R14", "R15"),
    "A9": ("R12", "R18"),
    "A16": ("R16", "R19"),
    "A17": ("R5",),
}
"""The questions that have one answer, with the rules that leave them open."""

TOPICS: Mapping[str, tuple[str, ...]] = {
    "incidents": ("A12", "A13", "A14"),
    "credits": ("A10", "A11", "A17", "A18"),
    "responses": ("A1", "A2", "A3", "A4", "A5", "A6", "A7", "A9"),
    "hours": ("A8", "A16"),
    "on-call": ("A15",),
    "channels": (),
}
"""Each topic, with what is decided in it; its rules are in the rulebook."""


def heading(id: str) -> str:
    """Return the heading of the page of a rule or decision, without its id."""
    first = (ROOT / "docs" / "rules" / f"{id.lower()}.md").read_text("utf-8").partition("\n")[0]
    return first.removeprefix(f"# {id}: ")


def topic_of(id: str) -> str:
    """Return the topic of a rule or decision."""
    return RULES[id].topic if id in RULES else next(topic for topic, ids in TOPICS.items() if id in ids)


def rules_of(id: str) -> tuple[str, ...]:
    """Return the rules that leave a question open."""
    return BY_ID[id][1].rules if id in BY_ID else POSITIONS[id]


def _named(ids: Iterable[str]) -> str:
    return ", ".join(ids)


def about(id: str) -> str:
    """Return the head of the page of a rule or decision: what it says, where it stands, and what it goes with."""
    topic = topic_of(id)
    link = f"[{topic.capitalize()}]({topic}.md)"
    if id in RULES:
        asked = [other for other in DECISIONS if id in rules_of(other)]
        lines = [
            RULES[id].summary,
            "",
            sourced(id),
            f"- In the published terms: {'; '.join(SECTIONS[id])} ({AS_READ}).",
            f"- Topic: {link}",
        ]
        return "\n".join([*lines, *([f"- What it leaves open: {_named(asked)}"] if asked else [])])
    sections = dict.fromkeys(section for rule in rules_of(id) for section in SECTIONS[rule])
    kind = "a *position*: it has one answer"
    if id in BY_ID:
        field = f"the field `{BY_ID[id][0]}` of {{py:class}}`incidentrules.readings.Readings`"
        kind = f"a *setting*: a desk chooses, by {field}"
    lines = [
        f"- Left open by: {_named(rules_of(id))}",
        f"- In the published terms: {'; '.join(sections)} ({AS_READ}).",
        f"- Topic: {link}",
        f"- This is {kind}.",
    ]
    if id in BY_ID:
        lines += ["", "## The answers to choose from", "", readings(id)]
    return "\n".join(lines)


def listed(ids: Iterable[str]) -> str:
    """Return a list of rules and decisions, each with its heading and, for a rule, its summary."""
    return "\n".join(
        f"- [{id}: {heading(id)}]({id.lower()}.md)" + (f"\\\n  {RULES[id].summary}" if id in RULES else "")
        for id in ids
    )


def _toc(ids: Iterable[str]) -> str:
    return "\n".join(["```{toctree}", ":hidden:", "", *(id.lower() for id in ids), "```"])


def of_topic(topic: str) -> str:
    """Return what a topic page lists: its rules, what is decided, and the pages for the menu."""
    rules = [id for id, rule in RULES.items() if rule.topic == topic]
    decided = TOPICS[topic]
    answers = ["", "## What is decided", "", listed(decided)] if decided else []
    return "\n".join(["## The rules", "", listed(rules), *answers, "", _toc([*rules, *decided])])


def all_settings() -> str:
    """Return the table of the ten settings."""
    rows = ["| id | question | field of `Readings` | default | others |", "| --- | --- | --- | --- | --- |"]
    for field, setting in SETTINGS.items():
        default, *others = [f"`{word}`" for word in setting.kind]
        rows.append(f"| {setting.id} | {setting.question} | `{field}` | {default} | {', '.join(others)} |")
    return "\n".join(rows)


def index() -> str:
    """Return every rule and every decision, in order, each with an anchor of its own."""
    return "\n\n".join(
        f"({id.lower()})=\n[{id}: {heading(id)}]({id.lower()}.md)" + (f"\\\n{RULES[id].summary}" if id in RULES else "")
        for id in IDS
    )


def picture(name: str, caption: str, docs: Path) -> str:
    """Return a picture for light and for dark pages, with its words and its caption; nothing where it was not drawn."""
    words = docs / PICTURES / f"{name}.txt"
    if not words.exists():
        return ""
    alt = " ".join(words.read_text("utf-8").split())
    images = [
        f"```{{image}} /{PICTURES}/{name}-{theme}.svg\n:alt: {alt}\n:class: picture only-{theme}\n```"
        for theme in ("light", "dark")
    ]
    return "\n\n".join([*images, f"*{' '.join(caption.split())}*"])


def shown() -> str:
    """Return the statement that a page explains, with a hint for narrow screens."""
    hint = "```{container} swipe\nThe credits are at the right: swipe the statement to see them.\n```"
    return f"{hint}\n\n```text\n{statement()}\n```"


BLOCK = re.compile(
    r"^```\{(rules|settings|index-of-rules|statement|picture)\} ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
EXAMPLE = re.compile(r"^```python\n.*?^```$", re.MULTILINE | re.DOTALL)


def page(name: str, text: str, docs: Path) -> str:
    """Return the text of a page, completed: its blocks replaced, and the page of a rule with head and foot.

    On the pages of the rules code is folded, so that they read as text.
    """

    def block(found: re.Match[str]) -> str:
        kind, argument, body = found.groups()
        if kind == "rules":
            return of_topic(argument)
        if kind == "picture":
            return picture(argument, body, docs)
        return {"settings": all_settings, "index-of-rules": index, "statement": shown}[kind]()

    text = BLOCK.sub(block, text)
    if name.startswith("rules/"):
        text = EXAMPLE.sub(r"<details><summary>The same in code</summary>\n\n\g<0>\n\n</details>", text)
    id = name.removeprefix("rules/").upper()
    if name.startswith("rules/") and id in IDS:
        title, _, rest = text.partition("\n")
        text = "\n".join([title, "", about(id), rest, carried(id), ""])
    return text


TAG = re.compile(r"(<!--.*?-->|<(?:script|style|svg)\b.*?</(?:script|style|svg)>|<[^>]*>)", re.DOTALL)
UNLINKED = ("a", "h1", "h2", "title", "button", "summary")


def linked(body: str, href: Callable[[str], str], own: str = "") -> str:
    """Return the HTML of a page with each id as a link to its page; not in headings, in links, or on its own page."""
    parts, inside = TAG.split(body), 0

    def link(found: re.Match[str]) -> str:
        id = found[0]
        return id if id == own else f'<a class="rule-id" href="{href(id)}" title="{TITLES[id]}">{id}</a>'

    for place, part in enumerate(parts):
        if place % 2:
            tag = re.match(r"</?(\w+)", part)
            if tag and tag[1] in UNLINKED:
                inside += -1 if part.startswith("</") else 1
        elif not inside:
            parts[place] = ID.sub(link, part)
    return "".join(parts)


TITLES = {id: heading(id).replace('"', "&quot;") for id in IDS}
