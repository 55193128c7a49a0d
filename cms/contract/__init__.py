"""The published language of the cms: plain values that may cross every border. Standard library only."""
