import { startServer } from '../test/clone/server.ts'

/* The server of bench/clone.ts, in a process of its own: it prints its address and serves until it is killed. */

console.log((await startServer(process.argv[2]!)).origin)
