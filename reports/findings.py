"""The sections of networks and of experiments."""

from collections.abc import Mapping
from typing import Any

from reports.document import Block, Command, Fold, Items, Paragraph, Section, Strong, Text
from reports.pictures import Pictures
from reports.prose import prose
from reports.records import blocks as record_blocks
from reports.records import rows_of, words

Data = Mapping[str, Any]

NETWORK_PARTS = ("information_in_weights", "flatness", "corollary_5_1")
NETWORK_TITLES = {
    "information_in_weights": "Information in the weights",
    "flatness": "Flatness",
    "corollary_5_1": "Corollary 5.1",
    "layers": "Layers",
}


def network(data: Data, pictures: Pictures, *, place: int) -> Section:
    """One network: its layers, information in the weights, flatness, and each bound beside its measured value."""
    users = bool(data.get("users"))
    blocks: list[Block] = [Paragraph(_about(data, users=users), tone="note")]
    rest = {key: item for key, item in data.items() if key not in ("name", "users", "layers", *NETWORK_PARTS)}
    blocks += record_blocks(rest, caption="How it was measured") if rest else ()
    blocks += rows_of(data["layers"], caption=NETWORK_TITLES["layers"])
    for key in NETWORK_PARTS:
        blocks += record_blocks(_with_slack(data[key]), caption=NETWORK_TITLES[key])
    blocks += pictures.of(data["name"])
    return Section(
        anchor=f"network-{place}",
        title=data["name"],
        kicker="Your network" if users else "Network",
        blocks=tuple(blocks),
    )


def _with_slack(item: Any) -> Any:
    """The same data, the slack put in beside each bound on an information that has none."""
    if isinstance(item, list):
        return [_with_slack(entry) for entry in item]
    if not isinstance(item, Mapping):
        return item
    inner = {key: _with_slack(entry) for key, entry in item.items()}
    bound, information = item.get("bound"), item.get("information")
    if "slack" not in item and isinstance(bound, int | float) and isinstance(information, int | float):
        inner["slack"] = bound - information
    return inner


def experiment(name: str, data: Data, pictures: Pictures, *, run: Data) -> Section:
    """One experiment: what the paper found, what was found here, the figures, the numbers behind a fold."""
    blocks: list[Block] = []
    if data["paper"]:
        blocks.append(Paragraph((Strong("The paper."), " ", *prose(data["paper"]))))
    blocks += _found(data["found"])
    blocks += pictures.of(name)
    record = record_blocks(data["record"], caption=data["title"]) if data["record"] else ()
    if record:
        blocks.append(
            Fold(summary=(Strong("Numbers"), " · everything this experiment recorded"), blocks=record, role="numbers")
        )
    blocks.append(
        Command(f"python -m validation.run_all --profile {run['profile']} --seed {run['seed']} --only {name}")
    )
    return Section(
        anchor=f"experiment-{name}", title=data["title"], short=data["title"], kicker=words(name), blocks=tuple(blocks)
    )


def _found(text: str) -> tuple[Block, ...]:
    """The findings, a line each: one is a sentence, more are a list."""
    lines = [prose(line) for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return tuple(Paragraph((Strong("Here."), " ", *line)) for line in lines)
    return (Paragraph((Strong("Here:"),), tone="lists"), Items(items=tuple(lines)))


def _about(data: Data, *, users: bool) -> Text:
    whose = "A network named with --network" if users else "A network trained in this run"
    apart = "; its measurements stand beside the bounds and enter no verdict." if users else "."
    return (whose, apart)
