"""Administration: the state of the instance, accounts, departments. It gives no right to content."""
