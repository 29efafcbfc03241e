/** The one port: Fly's `internal_port`, the gateway's `--port`, `gateway.port`, the relay and `fly proxy` all use it. */
export const PORT = 3000

/** Where the volume is mounted; OPENCLAW_STATE_DIR points at it, so configuration, sessions and plugins survive deploys. */
export const STATE_DIR = '/data'

/** Name of the volume. Underscores: every Fly example uses them, and the name cannot be changed later. */
export const VOLUME = 'openclaw_data'

/** Where `[[files]]` puts the boot program and the configuration seed; outside the mount, because the order of the two is not documented. */
export const GUEST_DIR = '/opt/openclaw-fly'

/**
 * The range Fly Proxy reaches the machine from (host side of its private IPv4 link).
 * Everything else on a Fly machine's network is IPv6, so no other client is trusted by it.
 */
export const FLY_LINK_RANGE = '172.16.0.0/12'

/** Below this the gateway runs out of memory: openclaw/openclaw issues 45160 (1 GB) and 5966 (512 MB). Unit: MB. */
export const MIN_MEMORY_MB = 2048

/** What the image with Chromium in it wants beside the gateway: memory in MB, and a volume in GB for what it downloads. */
export const BROWSER_MEMORY_MB = 4096
export const BROWSER_VOLUME_GB = 5

/** The smallest volume that holds an install with two channel plugins (447 MB at its peak on 2026.9.6) and room to live. Unit: GB. */
export const MIN_VOLUME_GB = 3

/** https://fly.io/docs volumes overview: a volume is at most 500 GB and never shrinks. Unit: GB. */
export const MAX_VOLUME_GB = 500

/** Where programs of channels are fetched to, where they cannot be part of the image. */
export const PROGRAMS_DIR = `${STATE_DIR}/programs`
