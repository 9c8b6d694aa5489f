"""OpenFisca-core: one formula for each amount, over arrays."""

import microsimulation

if __name__ == "__main__":
    microsimulation.main("openfisca_core", "openfisca-core")
