"""What the paper claims: its statements as formulas, exact distributions, a prover, and nothing that needs a network.

`bounds.ledger.LEDGER` lists every statement; `bounds.shannon.prove` decides Shannon-type claims with certificates;
`bounds.distribution.joint.Joint` is an exact finite joint distribution. Information is in nats throughout.
"""
