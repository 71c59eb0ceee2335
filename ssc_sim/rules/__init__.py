"""The rules: pure functions of numbers, compiled, one equation each. They import nothing but `compiled`."""
