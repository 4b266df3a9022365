"""Who may do what: the keyring for reading, one table for everything else."""
