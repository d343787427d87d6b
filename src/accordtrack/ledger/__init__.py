"""What was said: entries, who may say them, the chain that holds them and the keys that sign them."""
