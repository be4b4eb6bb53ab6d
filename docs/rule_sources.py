"""Which part of a rule the published terms say themselves, and which part is our reading of them.

Both are in our own words. Where the reading is a question with an id, its page has the grounds.
"""

from collections.abc import Mapping

SOURCES: Mapping[str, tuple[str, str]] = {
    "R1": ("one question about one issue is one incident, however many messages it takes.", ""),
    "R2": ("each further issue needs an incident of its own.", "the desk splits a message that asks two things."),
    "R3": ("credits last 3, 6 or 12 months from the day of purchase.", "A18 decides which day is the last one."),
    "R4": (
        "complex projects, and work outside the core, are professional services.",
        "they are quoted, cost no credits, and get a first response in the time of R9 and R12.",
    ),
    "R5": ("a registered server brings two credits.", "A17 decides how long they last."),
    "R6": (
        "packs can be bought when the credits of a server are used up, or without a server.",
        "nobody is refused a pack.",
    ),
    "R7": ("the packs, their prices and their months.", "the cheapest way to buy is worked out from these prices."),
    "R8": ("there are no refunds, and unused credits end with their term.", "credits taken by mistake are given back."),
    "R9": (
        "every issue is answered within one business day, which they call a target.",
        "it is a promise, and a business day is 16 hours of open time (A2).",
    ),
    "R10": ("severity gives the order.", "there are two severities, and the desk says which (A6)."),
    "R11": ("severe issues get full attention as quickly as possible; no figure is given.", ""),
    "R12": ("24 hours to a response.", "A1 decides which hours count, and A7 what a response is."),
    "R13": ("the desk aims at 4 hours, without promising them.", "A1 decides which hours count."),
    "R14": ("the days and the hours, in UTC.", "whose holidays count is the desk's choice (A8)."),
    "R15": ("the days and the hours, in UTC, for severe issues.", "the desk says what is severe (A6)."),
    "R16": ("such work needs advance notice and is billed separately.", "A16 decides how it is billed."),
    "R17": ("such a project has to be asked for.", "it is billed like other work outside the hours (R16)."),
    "R18": (
        "12 hours take 2 credits per month, 6 hours take 4, and 3 hours take 8.",
        "each started hour of work costs that many credits (A10, A11).",
    ),
    "R19": (
        "the price of an hour, the rounding to the nearest hour, and that no credits are needed.",
        "half an hour is rounded up, and one hour is the least (A15).",
    ),
    "R20": (
        "the portal with a login, or e-mail with an account, but not e-mail for billing and account questions.",
        "only on-call help can be asked for by phone, which the terms don't mention.",
    ),
    "R21": (
        "what one issue is, and that an issue with parts is as many incidents.",
        "what is withdrawn costs nothing, and what is still being worked on is *pending*.",
    ),
    "R22": (
        "what accompanies an incident, follows from it or depends on it may be part of it.",
        "the desk records what an issue follows from; both then count as one ticket.",
    ),
    "R23": ("the list of examples.", "every question is of this kind, unless the desk records something else."),
    "R24": (
        "the three kinds of issue, as examples.",
        "these three and no others; the seven days are for what the desk itself deployed.",
    ),
    "R25": (
        "60 minutes at most, and that the customer should be told before a further incident is used.",
        "each started hour counts as a whole one, and what the customer was not told of is not charged (A12).",
    ),
    "R26": ("how long it takes to solve a problem can't be said beforehand.", ""),
    "R27": ("the documentation is free, at all hours.", ""),
    "R28": ("the list of services.", "they are quoted and cost no credits (R4)."),
    "R29": (
        "on-call is for those who can't wait; it is charged by the hour and needs no credits.",
        "it can be asked for by any channel, and has no deadline.",
    ),
    "R30": ("the portal shows the prices.", "so prices can change from a day on."),
}
"""What the terms say of each rule, and what we read into it; an empty text where we add nothing."""


def sourced(id: str) -> str:
    """Return which part of a rule is the terms' own and which is our reading, as two items of a list."""
    theirs, ours = SOURCES[id]
    return f"- The terms say: {theirs}\n- Our reading: {ours or 'we add nothing.'}"
