A
b
