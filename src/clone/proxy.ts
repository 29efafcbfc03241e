import http from 'node:http'
import https from 'node:https'
import type { Duplex } from 'node:stream'
import tls from 'node:tls'
import { Offline } from './failures.ts'
import { basic } from './source.ts'

type Env = Readonly<Record<string, string | undefined>>

/** The proxy that the environment names for `url`, by the rules that curl and Git follow. */
export function findProxy(url: URL, env: Env): URL | undefined {
  // HTTP_PROXY in capitals is ignored on purpose: a CGI request can set it.
  const own = url.protocol === 'https:' ? env['https_proxy'] || env['HTTPS_PROXY'] : env['http_proxy']
  const named = own || env['all_proxy'] || env['ALL_PROXY']
  if (!named || isExempt(url, env['no_proxy'] || env['NO_PROXY'] || '')) return undefined
  const address = /^https?:\/\//u.test(named) ? named : `http://${named}`
  return URL.canParse(address) ? new URL(address) : undefined
}

function isExempt(url: URL, list: string): boolean {
  return list.split(/[\s,]+/u).filter(Boolean).some((entry) => {
    const name = entry.replace(/^\*?\./u, '').replace(/:\d+$/u, '')
    return entry === '*' || url.hostname === name || url.hostname.endsWith(`.${name}`)
  })
}

/** The header by which a proxy knows us, if its URL carries a user. */
export function proxyHeaders(proxy: URL): Record<string, string> {
  return proxy.username === '' ? {} : { 'proxy-authorization': basic(proxy) }
}

/** An encrypted connection to `url` through the proxy's CONNECT. @throws Offline if the proxy refuses; network errors as they come */
export function tunnel(proxy: URL, url: URL, signal: AbortSignal): Promise<Duplex> {
  const target = `${url.hostname}:${url.port || 443}`
  const { request } = proxy.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const connect = request({ host: proxy.hostname, port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80), method: 'CONNECT', path: target, headers: { host: target, ...proxyHeaders(proxy) }, agent: false, signal })
    connect.on('error', reject)
    connect.on('connect', ({ statusCode }, socket) => {
      if (statusCode === 200) return resolve(tls.connect({ socket, servername: url.hostname }))
      socket.destroy()
      reject(new Offline(`the proxy ${proxy.host} refuses to connect to ${url.host} (HTTP ${statusCode})`))
    })
    connect.on('response', (response) => {
      response.destroy()
      reject(new Offline(`the proxy ${proxy.host} refuses to connect to ${url.host} (HTTP ${response.statusCode})`))
    })
    connect.end()
  })
}
