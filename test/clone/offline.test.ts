import { execFileSync } from 'node:child_process'
import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { NOWHERE, leftovers, mistakeOf, useWorkshop } from './setup.ts'

const workshop = useWorkshop()
const servers: Server[] = []

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  servers.push(server)
  return (server.address() as AddressInfo).port
}

async function findClosedPort(): Promise<number> {
  const server = net.createServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    if (server instanceof http.Server) server.closeAllConnections()
    server.close()
  }
})

describe('offline is a result, not an error, when', () => {
  test('nothing listens', async () => {
    const origin = `http://127.0.0.1:${await findClosedPort()}`
    expect(await workshop.clone('v2026.9.6', { origin })).toEqual({ kind: 'offline', reason: `no connection to ${new URL(origin).host}: it refuses the connection` })
    expect(leftovers(workshop)).toEqual([])
  })

  test('the name cannot be looked up', async () => {
    expect(await workshop.clone('v2026.9.6', { origin: `https://${NOWHERE}` })).toEqual({ kind: 'offline', reason: `no connection to ${NOWHERE}: its name cannot be looked up` })
  })

  test('the server accepts the connection and never answers', async () => {
    workshop.server.behaviour = { refs: 'hang' }
    const began = Date.now()
    expect(await workshop.clone('v2026.9.6', { offlineAfterMs: 200 })).toEqual({ kind: 'offline', reason: `${new URL(workshop.server.origin).host} has not answered for 0.2 s` })
    expect(Date.now() - began).toBeLessThan(1500)
  })

  test('the download never begins', async () => {
    workshop.server.behaviour = { archive: 'hang' }
    expect(await workshop.clone('v2026.9.6', { offlineAfterMs: 100 })).toMatchObject({ kind: 'offline' })
  })

  test('the download stops in the middle', async () => {
    workshop.server.behaviour = { archive: 'stall' }
    expect(await workshop.clone('v2026.9.6', { offlineAfterMs: 100 })).toMatchObject({ kind: 'offline' })
    expect(leftovers(workshop)).toEqual([])
  })

  test('the server cuts the connection in the middle', async () => {
    workshop.server.behaviour = { archive: 'cut' }
    expect(await workshop.clone()).toMatchObject({ kind: 'offline', reason: expect.stringContaining('broke off') })
    expect(leftovers(workshop)).toEqual([])
    workshop.server.behaviour = {}
    expect(await workshop.clone()).toMatchObject({ kind: 'cloned' })
  })

  test('a login page answers instead', async () => {
    workshop.server.behaviour = { refs: 'web page' }
    expect(await workshop.clone()).toMatchObject({ kind: 'offline', reason: expect.stringContaining('login page') })
  })

  test('the certificate is not trusted', async () => {
    const origin = `https://127.0.0.1:${await listen(https.createServer(makeCertificate()))}`
    expect(await workshop.clone('v2026.9.6', { origin })).toMatchObject({ kind: 'offline', reason: expect.stringContaining('certificate') })
  })

  test('the server does not speak HTTP', async () => {
    const origin = `http://127.0.0.1:${await listen(net.createServer((socket) => socket.end('SSH-2.0-hello\r\n')))}`
    expect(await workshop.clone('v2026.9.6', { origin })).toMatchObject({ kind: 'offline' })
  })

  test('the proxy refuses', async () => {
    const proxy = http.createServer().on('connect', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'))
    vi.stubEnv('https_proxy', `http://user:hunter2@127.0.0.1:${await listen(proxy)}`)
    const result = await workshop.clone('v2026.9.6', { origin: 'https://github.invalid' })
    expect(result).toMatchObject({ kind: 'offline', reason: expect.stringContaining('refuses to connect to github.invalid (HTTP 403)') })
    expect(JSON.stringify(result)).not.toContain('hunter2')
  })
})

describe('without a network', () => {
  const elsewhere = { destination: '' }

  test('a cached tag is enough', async () => {
    await workshop.clone()
    workshop.server.behaviour = { refs: 'hang' }
    elsewhere.destination = `${workshop.destination}-2`
    expect(await workshop.clone('v2026.9.6', { ...elsewhere, offlineAfterMs: 100 })).toMatchObject({ kind: 'cached', commit: workshop.commits.annotated })
    expect(readFileSync(path.join(elsewhere.destination, 'scripts', 'agents'), 'utf8')).toBe('agents\n')
  })

  test('another tag of a cached repository is still offline', async () => {
    await workshop.clone('v2026.9.5')
    workshop.server.behaviour = { refs: 'hang' }
    expect(await workshop.clone('v2026.9.6', { destination: `${workshop.destination}-2`, offlineAfterMs: 100 })).toMatchObject({ kind: 'offline' })
  })

  test('a mistake is still a mistake', async () => {
    expect((await mistakeOf(workshop.clone('v1..0', { origin: `https://${NOWHERE}` }))).code).toBe('clone-ref')
  })
})

describe('a proxy that the environment names', () => {
  test('is used for plain addresses', async () => {
    const asked: string[] = []
    const proxy = http.createServer((request, response) => {
      asked.push(request.url ?? '')
      const { headers, method } = request
      request.pipe(http.request(String(request.url), { headers, method }, (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers)
        answer.pipe(response)
      }))
    })
    vi.stubEnv('http_proxy', `127.0.0.1:${await listen(proxy)}`)
    expect(await workshop.clone()).toMatchObject({ kind: 'cloned' })
    expect(asked[0]).toBe(`${workshop.server.origin}/openclaw/openclaw.git/info/refs?service=git-upload-pack`)
  })

  test('is asked for a tunnel to encrypted ones', async () => {
    const asked: string[] = []
    const port = await listen(https.createServer(makeCertificate()))
    const proxy = http.createServer().on('connect', (request, socket) => {
      asked.push(`${request.url} ${request.headers['proxy-authorization']}`)
      const onward = net.connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
      socket.on('error', () => undefined).pipe(onward.on('error', () => undefined)).pipe(socket)
    })
    vi.stubEnv('https_proxy', `http://user:pw@127.0.0.1:${await listen(proxy)}`)
    // The tunnel stands, and the certificate behind it is looked at.
    expect(await workshop.clone('v2026.9.6', { origin: 'https://github.invalid' })).toMatchObject({ kind: 'offline', reason: expect.stringContaining('certificate') })
    expect(asked).toEqual(['github.invalid:443 Basic dXNlcjpwdw=='])
  })

  test('is not used for a host that no_proxy names', async () => {
    vi.stubEnv('http_proxy', `http://127.0.0.1:${await findClosedPort()}`)
    vi.stubEnv('no_proxy', 'example.com, 127.0.0.1')
    expect(await workshop.clone()).toMatchObject({ kind: 'cloned' })
  })
})

function makeCertificate(): { key: string, cert: string } {
  const [key, cert] = [path.join(workshop.folder, 'key'), path.join(workshop.folder, 'cert')]
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=test', '-keyout', key, '-out', cert], { stdio: 'ignore' })
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
}
