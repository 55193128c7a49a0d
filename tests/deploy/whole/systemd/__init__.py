"""Stands in for systemd in the room: reads the rendered units, keeps sockets, starts, stops and starts anew."""
