import type { View } from './view.ts'

/**
 * What a person would type with npm run. The shell sees no answer here but the app name, which has only letters,
 * digits and dashes.
 */
export function packageJson(view: View): object {
  const app = `--app ${view.app}`
  return {
    name: view.app,
    private: true,
    description: `OpenClaw ${view.release} on Fly.io; RUNBOOK.md says how it is run`,
    type: 'module',
    engines: { node: '>=20.12' },
    scripts: {
      secrets: 'node scripts/secrets.mjs',
      deploy: 'node scripts/deploy.mjs',
      status: `fly status ${app}`,
      logs: `fly logs ${app}`,
      // As root a person would leave files that the gateway cannot read.
      ssh: `fly ssh console ${app} --user node`,
      restart: `fly apps restart ${view.app}`,
      ...(view.isPublic ? { open: `fly apps open ${app}` } : { proxy: `fly proxy ${view.port}:${view.port} ${app}` }),
    },
  }
}

/** What the scripts in the deployment need to know; they read it instead of being written anew for each answer. */
export function deploymentJson(view: View): object {
  return {
    generator: view.generator,
    app: view.app,
    ...(view.org !== null && { org: view.org }),
    region: view.region.code,
    release: view.release,
    access: view.isPublic ? 'public' : 'private',
    config: view.config,
    build: view.source ? 'source' : 'image',
    ...(view.source && { repository: view.source.repository, tag: view.tag }),
    port: view.port,
    secrets: view.secrets,
  }
}
