import type { Answers, ImageVariant } from '../answers/answers.ts'
import { PORT } from '../fly/constants.ts'
import type { Release } from '../releases/release.ts'

/**
 * The addresses a browser may open the Control UI at, the main one first. OpenClaw compares them to the letter, so no
 * slash at the end; private mode is opened through `fly proxy`, on the same port.
 */
export function origins(answers: Answers): readonly string[] {
  if (answers.access.mode === 'private') return [`http://localhost:${PORT}`, `http://127.0.0.1:${PORT}`]
  const hosts = [answers.access.domain, `${answers.app}.fly.dev`]
  return hosts.filter((host) => host !== null).map((host) => `https://${host}`)
}

/** The host people open, or null where there is none on the public internet. */
export function publicHost(answers: Answers): string | null {
  return answers.access.mode === 'public' ? (answers.access.domain ?? `${answers.app}.fly.dev`) : null
}

/** The official image by its exact tag; such tags never move (docs/install/docker.md of 2026.9.6). */
export function imageReference(release: Release, variant: ImageVariant): string {
  return `ghcr.io/openclaw/openclaw:${release}${variant === 'default' ? '' : `-${variant}`}`
}

export type ConfigFile = 'fly.toml' | 'fly.private.toml'

/**
 * The command that deploys with one of the two files. flyctl changes into the folder it builds in before it looks for
 * `--config` (internal/command/deploy/deploy.go), so for a source build the path starts from the clone.
 */
export function deployCommand(answers: Answers, config: ConfigFile): string {
  return answers.image.build === 'source' ? `fly deploy openclaw --config ../${config}` : `fly deploy --config ${config}`
}

/** The file that `fly deploy` uses for these answers; the other one is emitted too, for the day they change. */
export function configFile(answers: Answers): ConfigFile {
  return answers.access.mode === 'public' ? 'fly.toml' : 'fly.private.toml'
}
