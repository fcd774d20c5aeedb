"""Writes the atlas from its claims, atlas.md and order.svg: python docs/atlas/atlas.py [FOLDER].

What is proved below what, and strictly where the converse has a counterexample, is read off the answers.
"""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bounds.shannon.claims_file import read

HERE = Path(__file__).parent
STRICT = "-strict"  # ends the id of a claim's converse
PLACES = {  # of the kinds of measure: families from left to right, from all samples at once down to the losses alone
    "erasure\n$I(w;s_i|s_{-i})$": (0, 4),
    "MI\n$I(w;s)$": (0, 3),
    "MI after processing\n$I(v;s)$": (-0.6, 2),
    "individual MI\n$I(w;s_i)$": (0.2, 2),
    "CMI\n$I(w;u|z)$": (1, 3),
    "individual CMI\n$I(w;u_i|z)$": (1, 2),
    "individual CMI, own pair\n$I(w;u_i|z_i)$": (1, 1),
    "f-CMI\n$I(f;u|z)$": (2, 3),
    "individual f-CMI\n$I(f_i;u_i|z)$": (2, 2),
    "f-CMI, own pair\n$I(f_i;u_i|z_i)$": (2, 1),
    "f-MI\n$I(f_i;u_i)$": (2, 0),
    "e-CMI\n$I(l;u|z)$": (3, 3),
    "individual e-CMI\n$I(l_i;u_i|z)$": (3, 2),
    "e-CMI, own pair\n$I(l_i;u_i|z_i)$": (3, 1),
    "e-MI\n$I(l_i;u_i)$": (3, 0),
    "loss difference\n$I(d_i;u_i)$": (3, -1),
}
_KINDS = list(PLACES)
KINDS = {  # what each side of an ordering is, for one pair or summed over two
    "I(w;s1|s2) + I(w;s2|s1)": _KINDS[0],
    "I(w;s1,s2)": _KINDS[1],
    "I(v;s1,s2)": _KINDS[2],
    "I(w;s1) + I(w;s2)": _KINDS[3],
    "I(w;s1)": _KINDS[3],
    "I(w;u1,u2|z1,z2)": _KINDS[4],
    "I(w;u1|z1,z2) + I(w;u2|z1,z2)": _KINDS[5],
    "I(w;u1|z1,z2)": _KINDS[5],
    "I(w;u1|z1)": _KINDS[6],
    "I(f1,f2;u1,u2|z1,z2)": _KINDS[7],
    "I(f1;u1|z1,z2) + I(f2;u2|z1,z2)": _KINDS[8],
    "I(f1;u1|z1,z2)": _KINDS[8],
    "I(f1;u1|z1)": _KINDS[9],
    "I(f1;u1)": _KINDS[10],
    "I(l1,l2;u1,u2|z1,z2)": _KINDS[11],
    "I(l1;u1|z1,z2) + I(l2;u2|z1,z2)": _KINDS[12],
    "I(l1;u1|z1,z2)": _KINDS[12],
    "I(l1;u1|z1)": _KINDS[13],
    "I(l1;u1)": _KINDS[14],
    "I(d1;u1)": _KINDS[15],
}


def edges(answers: Mapping[str, Any]) -> dict[tuple[str, str], bool]:
    """(below, above) of the proved orderings between two kinds, and whether the converse is refuted."""
    verdicts = {claim["id"]: claim["verdict"] for claim in answers["claims"]}
    found: dict[tuple[str, str], bool] = {}
    for claim in answers["claims"]:
        sides = claim["goal"][0].split(" <= ")
        if claim["verdict"] == "proved" and len(sides) == 2 and all(side in KINDS for side in sides):
            pair = KINDS[sides[0]], KINDS[sides[1]]
            found[pair] = found.get(pair, False) or verdicts.get(claim["id"] + STRICT) == "refuted"
    return found


def draw(order: Mapping[tuple[str, str], bool], path: Path) -> None:
    """The partial order, smaller measures below: solid where the ordering is shown to be strict."""
    import matplotlib

    matplotlib.use("agg")
    matplotlib.rcParams["svg.hashsalt"] = "atlas"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(11, 7.5))
    for (below, above), strict in order.items():
        style = {
            "arrowstyle": "-",
            "color": "#3b5b92",
            "linestyle": "-" if strict else "--",
            "shrinkA": 0,
            "shrinkB": 0,
        }
        axes.annotate("", xy=PLACES[above], xytext=PLACES[below], arrowprops=style)
    for kind in PLACES:
        box = {"facecolor": "white", "edgecolor": "#888888", "pad": 3}
        axes.text(*PLACES[kind], kind, ha="center", va="center", fontsize=9, bbox=box)
    axes.set(xlim=(-1, 3.5), ylim=(-1.5, 4.5))
    axes.axis("off")
    figure.savefig(path, metadata={"Date": None}, bbox_inches="tight")
    pyplot.close(figure)


PAGE = """# {title}

{source}. {count} claims: {verdicts}.

Samples are `s1`, `s2`, ..., weights `w`, and `v` what is made of these. Of a supersample `z1`, `z2` are pairs, `u1`,
`u2` select from them, `s1 = f(z1,u1)`; `f1` are the predictions on a pair, `l1` their losses, `d1` their difference.

![What bounds what](order.svg)

A line means that the lower measure, or the one to the right, is the smaller; individual ones are summed over the
samples. {lines} orderings, each proved; solid where a joint distribution breaks the converse, dashed where the converse
is not among the claims.

| claim | says | given | verdict | |
|---|---|---|---|---|
{rows}

Written by `python docs/atlas/atlas.py`; certificates and counterexamples: `emergence-audit shannon --file
docs/atlas/claims.toml --out DIR`, whose page is of the same make as the report.
"""


def page(answers: Mapping[str, Any]) -> str:
    """The atlas as Markdown: the figure, and a table of the claims with what decides each."""
    claims = answers["claims"]
    counts = Counter(one["verdict"] for one in claims)
    rows = [
        f"| {one['id']} | {_code(one['goal'])} | {_code(one['given'])} | **{one['verdict']}** | {one['remark']} |"
        for one in claims
    ]
    return PAGE.format(
        title=answers["title"],
        source=answers["source"],
        count=len(claims),
        verdicts=", ".join(f"{number} {verdict}" for verdict, number in sorted(counts.items())),
        lines=len(edges(answers)),
        rows="\n".join(rows),
    )


def _code(lines: Sequence[str]) -> str:
    return ", ".join("`" + line.replace("|", "\\|") + "`" for line in lines)


def main(folder: str | Path = HERE) -> None:
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    answers = read(HERE / "claims.toml").answers(rounds=1)
    (out / "atlas.md").write_text(page(answers), encoding="utf-8")
    draw(edges(answers), out / "order.svg")


if __name__ == "__main__":
    main(*sys.argv[1:])
