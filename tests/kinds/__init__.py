"""Every promise of the spine, over every registered kind of entry. A new kind is tested here by itself."""
