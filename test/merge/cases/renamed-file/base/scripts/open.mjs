console.log("open")
