"""Scripts that answer what the reports answer, by other means."""
