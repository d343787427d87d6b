"""The sections of a scorecard in the order in which they are read: from facts and scores to frozen blocks; nothing is rendered here."""
