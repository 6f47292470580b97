"""Roles: which posts each person holds, held or takes up, and where."""

from extract.pipes.roles.finder import RoleFinder

__all__ = ["RoleFinder"]
