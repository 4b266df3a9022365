"""Links of pages: reports about them, checks of them, and titles mentioned without one."""
