"""All services in one process (`kesu up`), as processes (`kesu processes`), and the demo."""
