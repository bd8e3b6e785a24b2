"""A real OpenStack control plane on this machine without a hypervisor, for the end-to-end tests.

Keystone, Glance, Placement, Nova, Neutron and Cinder from the package registry, on a private MariaDB and RabbitMQ; only
the bottom edge is a double (`doubles/`): compute, port binding, floating IP status, volumes. `python -m
tests.e2e.control_plane up` starts it, `down` ends it.
"""
