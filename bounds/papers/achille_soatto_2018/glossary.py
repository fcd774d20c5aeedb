"""The 2017 paper's symbols and names, with the claims of this edition that they stand in."""

from dataclasses import replace

from bounds.papers.achille_soatto_2017 import glossary as earlier

ONE_LAYER = ("proposition-5.2", "corollary-5.3", "remark-5.4")
HERE = {
    earlier.UNITS: ("proposition-5.1", *ONE_LAYER),
    earlier.WEIGHTS: ("proposition-4.3",),
    earlier.DATA: (
        "section-4", "section-4.1", "section-4.3", "proposition-4.1", "proposition-4.3", "equation-7", "section-7.1",
    ),
}  # fmt: skip

GLOSSARY = tuple(replace(one, within=HERE.get(one.within, ONE_LAYER) if one.within else ()) for one in earlier.GLOSSARY)
