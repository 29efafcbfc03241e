import { createHash, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext, type Page } from 'playwright-core'

const program = process.env.CHROMIUM ?? '/usr/bin/chromium'

/** Screenshots of the last run, for people to look at; not part of the project. */
const pictures = join(import.meta.dirname, '..', '..', 'test-output')

export function whyNoBrowser(): string | undefined {
  return existsSync(program) ? undefined : `there is no Chromium at ${program} (Debian package chromium; CHROMIUM names another place)`
}

export interface Browser {
  readonly page: Page
  readonly context: BrowserContext
  /** Addresses of everything that was asked for, in order, WebSockets too. */
  readonly requests: readonly string[]
  /** What the page complained of. */
  readonly complaints: readonly string[]
  readonly photograph: (name: string) => Promise<void>
  readonly close: () => Promise<void>
}

export interface Site {
  /** `host:port` as it stands in addresses, and where it really is on this computer. */
  readonly address: string
  readonly port: number
  /** PEM text of the one certificate that is believed. */
  readonly certificate?: string
}

/** A browser that has never been here, and that finds one site: every other name on the internet is unknown to it. */
export async function openBrowser({ address, port, certificate }: Site): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'openclaw-browser-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: program,
    headless: true,
    viewport: { width: 1280, height: 900 },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--host-resolver-rules=MAP ${address} 127.0.0.1:${port}, MAP * ~NOTFOUND`,
      ...(certificate === undefined ? [] : [`--ignore-certificate-errors-spki-list=${fingerprint(certificate)}`]),
    ],
  })
  const [requests, complaints]: [string[], string[]] = [[], []]
  const page = context.pages()[0] ?? (await context.newPage())
  context.on('request', (request) => requests.push(request.url()))
  page.on('websocket', (socket) => requests.push(socket.url()))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  return {
    page,
    context,
    requests,
    complaints,
    photograph: async (name) => {
      mkdirSync(pictures, { recursive: true })
      await page.screenshot({ path: join(pictures, `${name}.png`) })
    },
    close: async () => {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

/** What Chromium wants to know a certificate's key by. */
function fingerprint(certificate: string): string {
  return createHash('sha256').update(new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' })).digest('base64')
}
