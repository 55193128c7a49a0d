"""Visitor numbers from Nginx's log: how many views and visitors, of what, from where. Never who."""
