"""Messages between a buyer and a seller about a listing or an order."""
