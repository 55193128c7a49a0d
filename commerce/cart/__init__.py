"""The cart: what somebody, known or not, means to ask for; grouped by seller, holding nothing."""
