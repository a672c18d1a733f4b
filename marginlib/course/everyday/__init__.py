"""Everyday arithmetic: a warm-up of three questions, for those who want one."""
