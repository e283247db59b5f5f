"""How fast it is, measured: whole durable turns in process and over HTTP, beside a bot written by hand."""
