"""How rows become values: the cells of each type, the columns of a signature, tables of lines, and their reader."""
