"""Workbooks of XLSX: how a list is found and read in one, and how its grants are written into one."""
