// @ts-check

/** What is where in the machine, as fly.toml and the image have it. */

/** OPENCLAW_STATE_DIR: where the volume is mounted. */
export const stateDir = '/data'

/** The configuration in use. */
export const livePath = `${stateDir}/openclaw.json`

/** Where the image has OpenClaw's command line. */
export const openclawProgram = '/app/openclaw.mjs'

/** Where Fly's edge reaches the machine from; everything else on its network is IPv6. */
export const linkRange = '172.16.0.0/12'

/** Beside it, what OpenClaw says of itself. */
export const imagePackage = '/app/package.json'
