"""What scores say in words: the same sentences for the command line, the screens and the scorecards.

Counts first, both sides in every clause or in none, no word of praise or blame, no verb of cause.
"""
