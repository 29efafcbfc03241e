console.log("same")
