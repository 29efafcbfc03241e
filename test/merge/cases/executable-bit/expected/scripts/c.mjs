mine
2
new
