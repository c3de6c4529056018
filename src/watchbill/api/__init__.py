"""The HTTP APIs: three families over one domain, none of which knows another."""
