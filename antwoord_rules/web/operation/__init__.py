"""What whoever runs it needs: health, figures, logs."""
