"""What goes in and what comes out: mobilities, findings, lines, grants and settlements."""
