console.log("mine")
