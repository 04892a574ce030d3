"""The Learning Cities Hub."""

import os

# Work is shared out over processes and in blocks that fit the cache; more threads inside one product of small matrices
# only wait for one another. It holds where numpy has not been imported before; whoever sets it otherwise is obeyed.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
