"""Measurements side by side, as ratios; nothing here is a test."""
