"""What leaves: one frozen scorecard, and what renders it."""
