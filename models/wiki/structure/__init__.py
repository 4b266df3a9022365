"""Where pages stand: the tree, places in it, moving, old addresses, and what a space chose for its wiki."""
