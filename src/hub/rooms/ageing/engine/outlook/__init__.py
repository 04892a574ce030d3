"""From what a city sent and what is known of its country to what is shown: the other packages of the engine, put together."""
