"""Warning, silencing and suspending people, and what a suspended person sees."""
