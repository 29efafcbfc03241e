// Loaded into every Node of a test (NODE_OPTIONS): who wants to connect to another computer is noted and refused.
const { appendFileSync } = require('node:fs')
const { Socket } = require('node:net')
const process = require('node:process')

const connect = Socket.prototype.connect

Socket.prototype.connect = function (...args) {
  const first = Array.isArray(args[0]) ? args[0][0] : args[0]
  const host = typeof first === 'object' ? (first.host ?? 'localhost') : typeof args[1] === 'string' ? args[1] : 'localhost'
  if (typeof first?.path !== 'string' && host !== '127.0.0.1') {
    appendFileSync(process.env.CONNECTIONS, `${host}\n`)
    throw new Error(`no way to ${host} in this test`)
  }
  return connect.apply(this, args)
}
