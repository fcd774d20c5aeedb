"""The formulas that the 2018 edition does not share with the report of 2017."""
