"""Short posts: the stream, one post with its replies, posting."""
