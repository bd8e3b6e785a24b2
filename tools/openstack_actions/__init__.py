"""How the catalogue of OpenStack actions is made: `record` asks the legacy clients, `build` writes the data file."""
