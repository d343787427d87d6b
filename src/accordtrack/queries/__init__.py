"""Questions to the register: lists, filters, one commitment, history, comparisons of dates, responsibilities."""
