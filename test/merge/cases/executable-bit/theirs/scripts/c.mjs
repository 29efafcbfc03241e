1
2
new
