"""Live news over Socket.IO: the only place that knows sockets."""
