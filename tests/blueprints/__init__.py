"""Tests of what people meet: pages, forms and rights over HTTP."""
