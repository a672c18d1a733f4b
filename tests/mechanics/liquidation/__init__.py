"""The liquidation engine, its rules and its rankings."""
