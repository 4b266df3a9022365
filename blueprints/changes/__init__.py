"""Change requests: changes to pages that wait for approval, and where approval is asked for."""
