"""Direct messages between two people or in a small group. Nobody else reads them, and nothing is inferred from them."""
