"""Small copies of what other departments own."""
