"""People: log-in by e-mail, sequential user numbers, roles, what others see of a seller."""
