"""Corollary 5.1 on a measured network: its least bound over the layers, and what was measured below it."""

from dataclasses import dataclass, replace

from reports.record import Quantity, Record, Table


@dataclass(frozen=True, kw_only=True)
class LayerBound:
    """T3 summed over a layer's rows, an upper bound of I(z_L;x) in nats; None, and why, where it is not finite."""

    layer: str
    bound: float | None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Corollary:
    """The least bound on I(z_L;x) over the layers, in nats: `printed`, and `repaired` (T4). None, and why, without one.

    `units`: the least sum over a layer of its units' true information; `narrowest`: that layer, counted from 0.
    `measured`: I(z_L;x) from below.
    """

    applies: bool
    reason: str = ""
    repaired: float | None = None
    printed: float | None = None
    layers: tuple[LayerBound, ...] = ()
    units: float | None = None
    narrowest: int | None = None
    measured: Quantity | None = None

    def record(self) -> Record:
        repaired = Quantity("repaired bound", self.repaired, unit="nats", note=self.reason)
        quantities = [Quantity("applies", self.applies), repaired]
        if self.printed is not None:
            quantities.append(Quantity("printed bound", self.printed, unit="nats"))
        if self.measured is not None:
            quantities.append(replace(self.measured, name="I(z_L;x), from below", unit="nats"))
            if self.repaired is not None and isinstance(self.measured.value, float):
                slack = self.repaired - self.measured.value
                quantities.append(Quantity("slack of the repaired", slack, unit="nats"))
        groups: tuple[Record, ...] = ()
        if self.units is not None and self.narrowest is not None:
            least = Quantity("least sum over a layer", self.units, unit="nats")
            place = Quantity("where", f"layer {self.narrowest + 1}")
            groups = (Record("true information of the units", (least, place)),)
        columns = {"layer": "layer", "bound (nats)": "bound", "why there is none": "reason"}
        table = Table.of("by layer", [vars(layer) for layer in self.layers], columns)
        return Record("Corollary 5.1", tuple(quantities), (table,) if self.layers else (), groups)
