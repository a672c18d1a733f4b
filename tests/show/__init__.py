"""Tests of pictures and explorers."""
