"""What Corollary 5.1 says of one network, layer by layer: a result that is read without torch."""

from dataclasses import dataclass, replace

from reports.record import Quantity, Record, Table


@dataclass(frozen=True, kw_only=True)
class LayerBound:
    """T3 summed over a layer's rows, an upper bound of I(z_L;x) in nats; None, and why, where it is not finite.

    `low` and `high`: its 95 % interval, as the inputs of a layer behind another are samples of its noise. `units`: the
    rows.
    """

    layer: str
    bound: float | None
    low: float | None = None
    high: float | None = None
    reason: str = ""
    units: int = 0


@dataclass(frozen=True, kw_only=True)
class Corollary:
    """The least bound on I(z_L;x) over the layers, in nats: `printed`, and T4 in `layers`; `reason` where it is none.

    `entropy`: H(x), which caps it. `units`: the least sum over a layer of its units' true information; `narrowest`:
    that layer, counted from 0. `measured`: I(z_L;x) from below.
    """

    applies: bool
    reason: str = ""
    layers: tuple[LayerBound, ...] = ()
    entropy: float | None = None
    printed: float | None = None
    units: float | None = None
    narrowest: int | None = None
    measured: Quantity | None = None

    @property
    def t4(self) -> float | None:
        """The least of the layers' bounds."""
        return min((layer.bound for layer in self.layers if layer.bound is not None), default=None)

    @property
    def repaired(self) -> float | None:
        """The least of the layers' bounds and of the inputs' entropy."""
        return min((one for one in (self.t4, self.entropy) if one is not None), default=None)

    @property
    def capped(self) -> bool:
        """Whether no layer's bound says more than that there is no more to know."""
        return self.entropy is not None and (self.t4 is None or self.t4 > self.entropy)

    def record(self) -> Record:
        cap = "no layer's bound is below the entropy of the inputs: it says nothing of this network" * self.capped
        note = "; ".join(one for one in (self.reason, cap) if one)
        quantities = [
            Quantity("applies", self.applies),
            Quantity("repaired bound", self.repaired, unit="nats", note=note),
        ]
        quantities += [
            Quantity(name, value, unit="nats")
            for name, value in (("least over the layers (T4)", self.t4), ("entropy of the inputs", self.entropy))
            if value is not None
        ]
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
        rows = [{**vars(one), "bound": Quantity("", one.bound, one.low, one.high)} for one in self.layers]
        table = Table.of("by layer", rows, {"layer": "layer", "bound (nats)": "bound", "why there is none": "reason"})
        return Record("Corollary 5.1", tuple(quantities), (table,) if self.layers else (), groups)
