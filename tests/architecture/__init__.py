"""The rules of the architecture, each kept by a test whose message says what to mend."""
