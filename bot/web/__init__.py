"""The page: server-rendered, without JavaScript, for leads; beside it the doors for whoever watches the machine."""
