"""What people say below a page and on passages of it."""
