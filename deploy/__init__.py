"""How a shop is put on a server. Reads the contract and the settings; nothing imports it."""
