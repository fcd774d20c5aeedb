"""What proves a symbolic formula: small checked steps, textbook rules, algebra, limits, expectations."""
