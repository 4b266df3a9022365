"""What is closed is shown at no door: canary words in every secret field, and twin worlds that differ in secrets."""
