"""What takes the place of the paper: the checklist of activities, the portfolio, the scorecard."""
