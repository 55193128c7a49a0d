"""From the columns that somebody else's sheet has to ours: what is proposed, what was chosen, and rows seen so."""
