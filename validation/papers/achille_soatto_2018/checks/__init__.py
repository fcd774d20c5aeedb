"""The checks of what is new in the 2018 edition."""
