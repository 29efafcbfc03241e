console.log("ours")
