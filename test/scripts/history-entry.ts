/** An entry of a deployment's .openclaw-fly/history.json (lib/history.mjs). */
export interface Entry {
  readonly release: string
  readonly time: string
  readonly proved: boolean
  readonly volume?: string
  readonly schemaVersions?: { readonly state: number; readonly agent: number }
  readonly image?: string
  readonly madeFrom?: string
  readonly before?: { readonly release: string; readonly schemaVersions?: object; readonly snapshot?: { readonly id: string; readonly time: string; readonly days?: number }; readonly backup?: string }
}
