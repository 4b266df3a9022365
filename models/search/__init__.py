"""Finding things: the engines, the index and what people see of both."""
