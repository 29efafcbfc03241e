mine
2
3
