"""What turns a bare server into a shop: steps that each look first whether they are done."""
