"""The product without the web: tables, rules and verbs."""
