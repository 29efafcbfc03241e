console.log("open, mine")
