"""The workbench of lesson 14: your own account as tanks, its lines, its chances, and four days that happened.

Nothing leaves the machine: a file is read where it lies, and what is shown of it goes to the page by messages that no
notebook saves. What a notebook holds is the invented account.
"""
