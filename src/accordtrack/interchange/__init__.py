"""Import and export formats for other programs: data package, history, spreadsheets, calendar and IATI."""
