"""The public pages, by concept."""
