"""The tests of Witan: shaped like the code they test."""
