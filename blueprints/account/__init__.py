"""One's own account: what is held about one, password, mail address, and where one is signed in."""
