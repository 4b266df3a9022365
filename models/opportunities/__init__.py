"""Short-term opportunities: what somebody offers to do with colleagues, who offers to take part, and who could fit."""
