"""Changes to pages that wait for approval: where they must, who decides, and saving what was approved."""
