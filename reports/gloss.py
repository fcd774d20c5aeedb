"""A line of the prover's grammar in words: `I(z;n|y) = 0` is 'z and n are independent given y'."""

import re
from collections.abc import Collection, Sequence

from reports.vocabulary import listed

_GROUP = r"([^;|()<>=]+)"
_GIVEN = rf"(?:\|{_GROUP})?"
_SAID = (  # of a line without spaces: what it says of its groups
    (rf"\(?{_GROUP}\)?=[^\W\d]\w*\({_GROUP}\)", "{0} is a function of {1}"),
    (rf"H\({_GROUP}\|{_GROUP}\)=0", "{0} is a function of {1}"),
    (rf"H\({_GROUP}\|{_GROUP}\)>0", "{0} is no function of {1}"),
    (rf"H\({_GROUP}\)=0", "{0} is constant"),
    (rf"H\({_GROUP}\)>0", "{0} is not constant"),
    (rf"I\({_GROUP};{_GROUP}\)=0", "{0} and {1} are independent"),
    (rf"I\({_GROUP};{_GROUP}\|{_GROUP}\)=0", "{0} and {1} are independent given {2}"),
    (rf"I\({_GROUP};{_GROUP}\)>0", "{0} and {1} are dependent"),
    (rf"I\({_GROUP};{_GROUP}\|{_GROUP}\)>0", "{0} and {1} are dependent given {2}"),
)
_AMOUNT = {"=": "as much", "<=": "at most as much", "<": "less", ">=": "at least as much", ">": "more"}


def gloss(line: str, beside: Collection[str] = ()) -> str:
    """The line in words, empty where it says itself best; a chain `beside` it may make it a sufficiency."""
    bare = line.replace(" ", "")
    if "->" in bare:
        return _chain(bare.split("->"))
    if "_|_" in bare:
        groups, _, condition = bare.replace("_|_", "\N{UP TACK}").partition("|")
        return _together(groups.split("\N{UP TACK}"), condition)
    for pattern, said in _SAID:
        if found := re.fullmatch(pattern, bare):
            return said.format(*map(named, found.groups()))
    if found := re.fullmatch(rf"TC\({_GROUP}{_GIVEN}\)=0", bare):
        return _together(found[1].split(","), found[2])
    return _compared(bare, beside)


def named(group: str) -> str:
    """Variables as plain text sets them: `(z1,y)` as (z_1, y)."""
    names = [re.sub(r"(?<=[A-Za-z])(\d+)$", r"_\1", re.sub(r"\[(.*)\]", r"_{\1}", name)) for name in _names(group)]
    return names[0] if len(names) == 1 else f"({', '.join(names)})"


def _names(group: str) -> list[str]:
    return group.strip("()").split(",")


def _chain(members: Sequence[str]) -> str:
    if len(members) == 3:
        return f"{named(members[2])} depends on {named(members[0])} only through {named(members[1])}"
    return "each depends on those before it only through its neighbour"


def _together(groups: Sequence[str], condition: str | None) -> str:
    kind = "independent" if len(groups) == 2 else "independent together"
    return f"{listed([named(one) for one in groups])} are {kind}{f' given {named(condition)}' if condition else ''}"


def _compared(bare: str, beside: Collection[str]) -> str:
    """What two variables tell about a third, beside each other."""
    found = re.fullmatch(rf"I\({_GROUP};{_GROUP}{_GIVEN}\)(=|<=|<|>=|>)I\({_GROUP};{_GROUP}{_GIVEN}\)", bare)
    if found is None or found[3] != found[7]:
        return ""
    left, right = (found[1], found[2]), (found[5], found[6])
    common = next((one for one in (left[1], left[0]) if one in right), None)
    if common is None:
        return ""
    one, other = (next(name for name in pair if name != common) for pair in (left, right))
    if found[4] == "=" and not found[3] and any(_in_order(chain, (common, other, one)) for chain in beside):
        return f"{named(one)} is sufficient for {named(common)}"
    condition = f" given {named(found[3])}" if found[3] else ""
    than = "than" if found[4] in "<>" else "as"
    return f"{named(one)} tells {_AMOUNT[found[4]]} about {named(common)} {than} {named(other)} does{condition}"


def _in_order(line: str, wanted: Sequence[str]) -> bool:
    """Whether a chain has these members in this order, each in a group that may have others."""
    members = [set(_names(one)) for one in line.replace(" ", "").split("->")]
    places = [next((at for at, group in enumerate(members) if set(_names(one)) <= group), -1) for one in wanted]
    return -1 not in places and places == sorted(set(places))
