"""What may happen and who may do it: plain decisions over values, and use cases that load, decide, write."""
