"""A believable marketplace to look at: people, goods, photos and pages, the same for the same seed."""
