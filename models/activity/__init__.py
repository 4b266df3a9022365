"""Acts: what somebody did, recorded with the change itself."""
