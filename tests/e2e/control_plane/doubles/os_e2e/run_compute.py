"""nova-compute, with this package's drivers findable: compute_driver is only
looked up below nova.virt, so that package's path gets this folder too."""

import sys

import nova.virt
from nova.cmd import compute  # first: it decides on (no) monkey patching

import os_e2e

nova.virt.__path__.append(os_e2e.__path__[0])

if __name__ == "__main__":
    sys.argv[0] = "nova-compute"
    sys.exit(compute.main())
