"""Every change of the register: may they? do it, write history, in one transaction."""
