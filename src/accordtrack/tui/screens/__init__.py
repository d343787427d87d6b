"""Full-size screens: register, commitment, owed, history, disputes, scorecard, drafts, welcome, help and others."""
