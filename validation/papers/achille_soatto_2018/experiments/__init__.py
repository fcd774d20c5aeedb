"""The experiments that the 2018 edition has beside those of 2017."""
