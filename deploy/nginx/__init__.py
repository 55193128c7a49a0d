"""The Nginx configuration, made from the table of addresses."""
