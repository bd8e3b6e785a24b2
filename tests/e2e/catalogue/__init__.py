"""Every action of the catalogue that the services of the end-to-end tests serve, called for real: the tables."""
