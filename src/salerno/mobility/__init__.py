"""The room of mobility: agreements, places, allocation, learning agreements, recognition."""
