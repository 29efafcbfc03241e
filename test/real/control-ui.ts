import type { Page } from 'playwright-core'
import type { Machine } from './gateway.ts'

/** Pages are slow where two cores run the gateway, a browser and the test. Unit: milliseconds. */
const PATIENCE = 120_000

/** Words of the Control UI of OpenClaw 2026.9.6. */
const texts = { tokenWanted: 'This Gateway expects its token', approvalWanted: 'Approve this browser', rejected: 'rejected the supplied Gateway secret' } as const

export async function see(page: Page, text: keyof typeof texts): Promise<void> {
  await page.getByText(texts[text]).first().waitFor({ timeout: PATIENCE })
}

export async function enterToken(page: Page, token: string): Promise<void> {
  await page.getByLabel('Gateway secret').first().fill(token)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
}

/** The chat is there, so the browser is in. */
export async function seeChat(page: Page): Promise<void> {
  await page.getByPlaceholder('Message Assistant').waitFor({ timeout: PATIENCE })
}

/** Types a message into the chat, and waits for an answer with this text in it. */
export async function say(page: Page, text: string, answer: string): Promise<void> {
  const field = page.getByPlaceholder('Message Assistant')
  await field.fill(text)
  await field.press('Enter')
  await page.getByText(answer).first().waitFor({ timeout: PATIENCE })
}

export interface Waiting {
  readonly requestId: string
  readonly remoteIp: string
  readonly role: string
}

export interface Devices {
  readonly pending: readonly Waiting[]
  readonly paired: readonly { readonly deviceId: string; readonly remoteIp: string; readonly approvedVia: string }[]
}

/** What `openclaw devices list --json` says in the machine. */
export async function devices(machine: Machine): Promise<Devices> {
  return JSON.parse(await machine.openclaw('devices', 'list', '--json')) as Devices
}

/** The one-time link of `openclaw dashboard --json`, for another address than the machine's own, as scripts/open.mjs rewrites it. */
export async function oneTimeLink(machine: Machine, origin: string): Promise<string> {
  const { rewriteLink } = (await import(new URL('../../templates/deployment/scripts/lib/owner-link.mjs', import.meta.url).href)) as {
    readonly rewriteLink: (browserUrl: string, url: string) => string | undefined
  }
  const { browserUrl } = JSON.parse(await machine.openclaw('dashboard', '--json')) as { readonly browserUrl: string }
  const link = rewriteLink(browserUrl, origin)
  if (link === undefined) throw new Error('openclaw dashboard --json gave no one-time link')
  return link
}
