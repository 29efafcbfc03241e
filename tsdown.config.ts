import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: ['src/cli.ts', 'src/channels/presets/*.ts'],
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  dts: false,
})
