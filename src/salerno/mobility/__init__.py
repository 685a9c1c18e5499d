"""The room of mobility: agreements, places, allocation, learning agreements, recognitions.

``allocation/`` and ``ewp/`` are pure: plain values in, plain values out.
"""
