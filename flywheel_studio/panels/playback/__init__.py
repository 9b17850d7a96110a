"""Where in a run we are: the playhead, the clock that moves it and the buttons that ask it to."""
