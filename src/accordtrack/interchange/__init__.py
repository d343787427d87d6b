"""What leaves and comes in for other programs: the data package, history, spreadsheets."""
