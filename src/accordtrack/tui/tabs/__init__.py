"""The tabs of a commitment, each as blocks of a leaf."""
