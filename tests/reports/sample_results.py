# ruff: noqa: E501 - a record a line reads better
"""A results file as a run would write it: every verdict, every kind of evidence, figures of every style, hostile names."""

import math
from typing import Any

from reports.figure import Figure, Image, Series
from reports.record import Quantity, Record, Table

HOSTILE = "<script>document.title='owned'</script> & \"quotes\" $x$ #let \\ `code`"
NOISE = r"\frac{\log{\left(1 + \frac{\rho}{e^{\alpha} - 1} \right)}}{2} + c"
PRINTED_G = r"g{\left(\alpha \right)} = - \frac{\log{\left(1 - e^{\alpha} \right)}}{2}"
REPAIRED_G = r"g{\left(\alpha \right)} = - \frac{\log{\left(1 - e^{- \alpha} \right)}}{2}"


PAPER = {
    "id": "toy",
    "title": "A toy paper",
    "authors": ["Ada Author", "B. C. Writer"],
    "year": 2020,
    "source": "report 1, 2020",
    "text": "toy.md",
    "prefix": "",
}


def evidence(kind: str, **fields: Any) -> dict[str, Any]:
    empty = {
        "kind": kind, "method": "exact enumeration", "summary": "A finding.", "negation": False, "accepted": True, "relation": None,
        "lhs": None, "rhs": None, "margin": None, "confidence": None, "p_value": None, "comparisons": 0, "witness": {},
        "certificate": None, "seconds": 0.25,
    }  # fmt: skip
    return empty | fields


def reading(name: str, verdict: str, latex: str = "a \\le b", **fields: Any) -> dict[str, Any]:
    empty = {
        "name": name, "formula": latex, "latex": latex, "hypotheses": [], "text": "", "change": "", "verdict": verdict,
        "violated": False, "evidence": [],
    }  # fmt: skip
    fields["hypotheses"] = [{"text": text} for text in fields.get("hypotheses", [])]
    return empty | fields


def parts_together(name: str, verdict: str) -> dict[str, Any]:
    """A reading of a claim that only its parts have."""
    whole = reading(name, "", "", text="its parts together", combined=verdict)
    return {key: value for key, value in whole.items() if key != "verdict"}


def statement(id: str, title: str, section: str, readings: list[dict[str, Any]], quote: str = "") -> dict[str, Any]:
    parent = id.split("/")[0] if "/" in id else None
    return {
        "paper": "toy",
        "id": id,
        "title": title,
        "section": section,
        "quote": quote,
        "parent": parent,
        "readings": readings,
    }


def counterexample() -> dict[str, Any]:
    return evidence(
        "counterexample",
        method="ball arithmetic",
        summary="At alpha = 1/10 and rho = 2 the left side is 1.4986, above the right side by 0.31 nats.",
        relation="<=",
        lhs={"low": "1.498612288668109691395245", "high": "1.498612288668109691395246"},
        rhs={"low": "1.187", "high": "1.1871"},
        witness={
            "alpha": "1/10",
            "rho": 2,
            "w_hat": [1, -2, 0.5],
        },
    )


def joint() -> dict[str, Any]:
    atoms = [{"x": a ^ b, "y": a, "n": b, "p": "1/4"} for a in (0, 1) for b in (0, 1)]
    return {"names": ["x", "y", "n"], "atoms": atoms, "goal": ["I(x;n) = 0"], "given": [], "lines": ["I(x;n) fails"]}


def derivation() -> dict[str, Any]:
    step = {
        "lhs": NOISE,
        "relation": "<=",
        "rhs": r"\frac{\rho}{2 e^{\alpha} - 2} + c",
        "by": "log is below its tangent",
        "because": "log(1 + t) <= t",
    }
    return {"type": "derivation", "lines": [step, {**step, "relation": "=", "by": "algebra", "because": ""}]}


def certificate(lines: int = 5) -> dict[str, Any]:
    return {
        "type": "shannon",
        "goal": ["I(z;n) <= I(z;x)"],
        "lines": [f"{k + 1}/2 times  I(z;y|n) >= 0   informations are never negative" for k in range(lines)],
    }


def statements() -> list[dict[str, Any]]:
    proof = evidence(
        "proof",
        method="linear programme with an exact certificate",
        summary="Five rows of the prover add up to it.",
        certificate=certificate(),
    )
    trial = evidence(
        "trial",
        method="random search",
        summary="No violation in 20 000 random joints; smallest margin 0.003 nats.",
        margin=0.0031,
        confidence=0.9999,
        p_value=0.42,
        comparisons=20000,
    )
    measured = evidence(
        "measurement",
        method="trained network",
        summary="The mean over 10 seeds is 0.912 [0.89, 0.93].",
        lhs={"low": "0.89", "high": "0.93"},
        rhs={"low": "1.1", "high": "1.1"},
        confidence=0.95,
    )
    negated = evidence(
        "proof",
        method="sympy",
        negation=True,
        summary="The derivative has the other sign, so g falls.",
        certificate=derivation(),
    )
    return [
        statement("markov-chain", "Markov chains and data processing", "2.2", [
            reading("printed", "refuted", r"I(x;z) \ge I(x;y)", hypotheses=["finite alphabets"], evidence=[evidence("counterexample", relation=">=", summary="A binary joint meets the printed definition and has I(x;z) = 0 < log 2 = I(x;y).", lhs={"low": "0", "high": "0"}, rhs={"low": "0.6931471805599453", "high": "0.6931471805599454"}, witness=joint())]),
            reading("repaired", "proved", r"I(x;z) \ge I(x;y)", hypotheses=["finite alphabets", "x → z → y: p(x|z,y) = p(x|z)"], change="The middle variable stands behind the bar.", evidence=[proof]),
        ], quote="x, z, y form a Markov chain y → x → z if p(y|x,z) = p(y|z)."),
        statement("proposition-1", "Invariance and minimality", "3", [parts_together("printed", "refuted"), reading("repaired", "proved", r"I(z;n) \le I(z;x) - I(x;y)", combined="proved", evidence=[proof])]),
        statement("proposition-1/inequality", "Invariance and minimality: the inequality", "3", [
            reading("printed", "proved", r"I(z;n) \le I(z;x) - I(x;y)", evidence=[proof, trial]),
            reading("proved", "refuted", r"I(z;y,n) \le I(z;x)", evidence=[counterexample()]),
        ], quote="I(z;n) ≤ I(z;x) − I(x;y)"),
        statement("proposition-1/if-and-only-if", "Invariant if and only if minimal", "3", [reading("printed", "refuted", r"I(z;x) \le I(z2;x)", evidence=[counterexample(), trial]), reading("sharpened", "undecided", r"\exists\, u:\ I(z;n) = 0")]),
        statement("corollary-3.4", "Bottlenecks promote invariance", "3", [reading("printed", "supported", r"I(z2;n) \le I(z1;z2) - I(x;y)", evidence=[trial, measured])], quote="I(z₂;n) ≤ I(z₁;z₂) − I(x;y)"),
        statement("claim-1", HOSTILE, "4", [reading("printed", "undecided", r"I = - \frac{1}{2} \sum_{i=1}^{K} \log{\left(\alpha_{i} \right)}", text=HOSTILE, hypotheses=[HOSTILE], evidence=[trial | {"p_value": 1e-9, "summary": HOSTILE}], violated=True)], quote=HOSTILE),
        statement("proposition-7", "Information in activations", "5", [parts_together("printed", "refuted"), reading("repaired", "proved", combined="proved", latex=NOISE + r" \le I_{z}", text="The bound with the sign mended.", change="The mean enters through rho.", hypotheses=["independent rows", "zero mean"], evidence=[evidence("proof", certificate=derivation(), summary="Two steps from the surrogate.", method="derivation")])]),
        statement("proposition-7/g", "The function g", "5", [
            reading("printed", "refuted", PRINTED_G, text="g is strictly increasing in alpha.", hypotheses=["alpha > 0"], evidence=[negated, counterexample()]),
            reading("repaired", "proved", REPAIRED_G, change="The sign of the exponent.", hypotheses=["alpha > 0"], evidence=[proof | {"certificate": certificate(120)}]),
            reading("sharpened", "supported", r"\lim_{\alpha \to 0^+} \frac{g{\left(\alpha \right)}}{\log{\left(\alpha \right)}} = - \frac{1}{2}", evidence=[measured | {"margin": 0.188}]),
        ], quote="g(α) = −½ log(1 − e^α) is a strictly increasing function of α"),
    ]  # fmt: skip


def figures() -> list[dict[str, Any]]:
    x = [0.1 * 1.4**k for k in range(14)]
    curve = [math.log(1 + 2 / (math.exp(v) - 1)) / 2 for v in x]
    low, high = [v * 0.9 for v in curve], [v * 1.12 for v in curve]
    made = [
        Figure(
            id="layer-tightness", subject="proposition-7/g", title="Tightness of the bound", x_label="alpha", y_label="information (nats)",
            caption="Measured information with 95 % intervals beside the bound.", x_scale="log",
            series=[Series(name="measured", x=x, y=curve, low=low, high=high), Series(name="bound", x=x, y=[v * 1.3 for v in curve], reference=True), Series(name="single rows", x=x, y=[v * 1.05 for v in curve], low=low, high=high, style="points")],
        ),
        Figure(
            id="figure-2", subject="label-corruption", title="Information against corruption", x_label="corruption", y_label="I(w;D)/N (nats a sample)",
            caption="Means over seeds with 95 % intervals.", series=[Series(name="beta = 0.1", x=["0 %", "50 %", "100 %"], y=[1.2, 3.4, 6.5], low=[1, 3.1, 6.2], high=[1.4, 3.6, 6.9], style="bar"), Series(name=HOSTILE, x=["0 %", "50 %", "100 %"], y=[1.0, 2.4, 4.5], style="bar")],
        ),
        Figure(
            id="figure-1", subject="phase-transition", title="Training loss over beta and N", x_label="beta", y_label="N (samples)", value_label="cross-entropy (nats)",
            caption="The dashed line is the prediction.", images=[Image(name=name, x=[0.03, 0.1, 0.3, 1.0], y=[50, 100, 200], values=[[0.1 * r * c for c in range(4)] for r in range(3)]) for name in ("random labels", "real labels")],
        ),
        Figure(
            id="figure-4", subject="reconstruction", title="Reconstructions", x_label="", y_label="", caption="First the original, then by growing beta.",
            images=[Image(name=f"beta {k}", values=[[(r * c + k) % 7 / 6 for c in range(8)] for r in range(8)]) for k in range(8)],
        ),
        Figure(id="stray", subject="nothing-known", title="A step curve", x_label="step", y_label="loss (nats)", caption="", series=[Series(name="loss", x=list(range(200)), y=[1 / (1 + k) for k in range(200)], style="step")]),
        Figure(
            id="figure-3", subject="label-corruption", title="In panels", x_label="beta", y_label="information (nats)", caption="Means.", x_scale="log",
            series=[
                *(Series(name="I(z;n)", panel=panel, x=x, y=curve, low=low, high=high, seeds=list(map(list, zip(low, high, strict=True)))) for panel in ("of 2 seeds", HOSTILE)),
                Series(name="H(n)", x=[x[0], x[-1]], y=[1.0, 1.0], reference=True),
            ],
        ),
    ]  # fmt: skip
    return [figure.to_json() for figure in made]


def network(name: str) -> dict[str, Any]:
    """A user's network."""
    layers = Table.of(
        "Layers",
        [{"name": f"layer {k}", "alpha": 0.2 + 0.1 * k, "information": Quantity("", 120.5 + k, 118.0, 124.0)} for k in range(3)],
        {"name": "name", "alpha": "alpha", "I(w;D) (nats)": "information"},
    )  # fmt: skip
    readings = Table(
        "readings",
        ("reading", "information (nats)", "bound (nats)", "slack (nats)", "holds"),
        (("a printed bound", 134.5, -18124.2, -18258.7, False), ("a repaired bound", 109.5, 169.8, 60.3, True)),
    )
    information = Quantity("I(w;D)", 812.3, 805.0, 820.0, standard_error=3.5, unit="nats", note=HOSTILE)
    flatness = (
        Quantity("trace", 1706.0, 1706.0, 1706.0),
        Quantity("nuclear norm", 1769.0, 1740.0, 1801.0, note="sampled"),
        Quantity("eigenvalues", tuple(float(k) for k in range(100))),
        Quantity("is a minimum", False),
    )
    by_layer = Table("by layer", ("layer", "bound (nats)"), (("0", 342.2), ("2", math.inf)))
    return {
        "name": name,
        "users": True,
        "answers": {"Is it at a minimum?": "No: alpha is < 1.", "What was left out?": "Nothing."},
        "layers": layers.to_json(),
        "flatness": Record("Flatness", flatness).to_json(),
        "information_in_weights": Record("Information in the weights", (information,), groups=(Record("bounds", tables=(readings,)),)).to_json(),
        "corollary_5_1": Record("The corollary", (Quantity("repaired bound", 9.8, unit="nats"),), (by_layer,)).to_json(),
    }  # fmt: skip


def trained(beta: float) -> dict[str, Any]:
    """A network of the run itself: a perceptron whose layers were measured."""
    rows = tuple((k, 64 - 16 * k, 0.2 + 0.1 * k, 20.5 + k) for k in range(1, 4))
    bounds = (
        Quantity("applies", True),
        Quantity("repaired bound", 21.9, unit="nats"),
        Quantity("printed bound", -25.9, unit="nats"),
        Quantity("I(z_L;x), from below", 2.03, 2.01, 2.05, unit="nats"),
    )
    information = Quantity("I(w;D)", 1965.9, unit="nats", note="one alpha a layer")
    return {
        "name": f"mlp, beta {beta:g}, seed 0",
        "quantities": [Quantity("share of test errors", 0.08).to_json()],
        "layers": Table("Layers", ("layer", "inputs", "alpha", "sum of I(z_k;x) (nats)"), rows).to_json(),
        "flatness": Record("Flatness").to_json(),
        "information_in_weights": Record("Information in the weights", (information,)).to_json(),
        "corollary_5_1": Record("The corollary", bounds).to_json(),
        "file": "networks/mlp.safetensors",
    }


def convolution() -> dict[str, Any]:
    """A network to which the corollary does not apply."""
    none = Quantity("repaired bound", None, unit="nats", note="not applicable: rows share their noise")
    corollary = Record("The corollary", (Quantity("applies", False), none))
    return trained(1.0) | {"name": "all-convolutional", "corollary_5_1": corollary.to_json()}


def record() -> Record:
    """What an experiment recorded."""
    rows = [{"beta": 0.1 * k, "N": 100, "loss": Quantity("", 0.2 * k, 0.1 * k, 0.3 * k)} for k in range(1, 6)]
    losses = Table.of("losses", rows, {"beta": "beta", "N": "N", "loss (nats)": "loss"})
    networks = Table("networks", ("seed", "loss"), tuple((k, 0.5) for k in range(40)), shown=False)
    quantities = (Quantity("cells", 40), Quantity("slope", 0.98, 0.9, 1.06), Quantity("curve", tuple(range(50))))
    return Record("", quantities, (losses, networks), (Record("payment", (Quantity("p-value", 0.4),)),))


def results() -> dict[str, Any]:
    """The whole sample."""
    experiments = {
        name: {"title": title, "group": "experiments", "paper": "The paper sees a sharp transition at beta = 1.", "found": found, "record": record().to_json()}
        for name, title, found in (
            ("phase-transition", "Figure 1: phase transition", "The fit is lost between 0.1 [0.08, 0.13] and 1, depending on the start."),
            ("label-corruption", "Figure 2: label corruption", "Information rises with corruption."),
            ("reconstruction", "Figure 4: reconstruction", HOSTILE),
        )
    }  # fmt: skip
    return {
        "schema": 2, "papers": [PAPER], "profile": "standard", "seed": 7, "device": "cpu", "only": [], "started": "2026-03-01T09:30:00+00:00", "seconds": 912.4,
        "provenance": {"version": "0.1.0", "commit": "0123abc", "python": "3.11.9", "packages": {"numpy": "2.1", "torch": "2.14.1"}, "machine": "x86_64, 2 cores"},
        "statements": statements(), "experiments": experiments,
        "networks": [trained(0.03), convolution(), network(HOSTILE)],
        "figures": figures(), "failures": [{"what": "nuisance-invariance", "error": f"ValueError: {HOSTILE}"}],
    }  # fmt: skip
