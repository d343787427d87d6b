"""Read queries on the register: lists, filters, commitment detail, history, date comparison, responsibilities."""
