"""Who knows, why Witan thinks so, and what people say to that; the register of automatic rankings."""
