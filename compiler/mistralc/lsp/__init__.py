"""The language server: what editors ask, answered from the definitions. Only `server` knows the protocol (pygls)."""
