"""What whoever runs it needs: health, figures, logs, a stop that loses nothing."""
