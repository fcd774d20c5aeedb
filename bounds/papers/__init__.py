"""The papers whose claims are read, a package each: PAPER (what it is) and LEDGER (what it says)."""
