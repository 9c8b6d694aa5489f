"""PolicyEngine-core: one formula for each amount, over arrays."""

import microsimulation

if __name__ == "__main__":
    microsimulation.main("policyengine_core", "policyengine-core")
