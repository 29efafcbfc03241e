import { findRelease } from '../releases/catalogue.ts'
import type { View } from './view.ts'

/**
 * What a person would type with npm run. The shell sees no answer here but the app name, which has only letters,
 * digits and dashes.
 * @param scripts names of the programs in scripts/
 */
export function packageJson(view: View, scripts: readonly string[]): object {
  const app = `--app ${view.app}`
  return {
    name: view.app,
    private: true,
    description: `OpenClaw ${view.release} on Fly.io; RUNBOOK.md says how it is run`,
    type: 'module',
    engines: { node: '>=20.12' },
    scripts: {
      ...Object.fromEntries(scripts.map((name) => [name, `node scripts/${name}.mjs`])),
      // The version that made the deployment knows its files.
      rehearse: `npx --yes create-openclaw-fly@${view.generator} rehearse`,
      check: `npx --yes create-openclaw-fly@${view.generator} check`,
      // The newest one knows the newest releases.
      update: 'npx --yes create-openclaw-fly@latest update',
      status: `fly status ${app}`,
      logs: `fly logs ${app}`,
      // As root a person would leave files that the gateway cannot read.
      ssh: `fly ssh console ${app} --user node`,
      restart: `fly apps restart ${view.app}`,
    },
  }
}

/** What the scripts in the deployment need to know; they read it instead of being written anew for each answer. */
export function deploymentJson(view: View): object {
  const schemaVersions = findRelease(view.release)?.schemaVersions
  return {
    generator: view.generator,
    app: view.app,
    ...(view.org !== null && { org: view.org }),
    region: view.region.code,
    release: view.release,
    // Whether another release can read what this one writes.
    ...(schemaVersions !== undefined && { schemaVersions }),
    access: view.isPublic ? 'public' : 'private',
    config: view.config,
    build: view.source ? 'source' : 'image',
    ...(view.source && { repository: view.source.repository, tag: view.tag }),
    port: view.port,
    // Otherwise where it answers follows from the app's name and the access.
    ...(view.domain !== null && { url: view.url }),
    // What stops when the app becomes private.
    ...(view.webhooks.length > 0 && { webhooks: view.webhooks.map(({ label, address, without }) => ({ label, address, ...(without !== null && { without }) })) }),
    secrets: view.secrets,
  }
}
