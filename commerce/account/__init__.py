"""The pages of one’s own account: signing up, logging in, profile, security, one’s data."""
