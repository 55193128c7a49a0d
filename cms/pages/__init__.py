"""The pages editors write: home, content pages, blocks, menus, footer, redirects."""
