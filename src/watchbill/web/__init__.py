"""What browsers and calendars ask for, outside the APIs."""
