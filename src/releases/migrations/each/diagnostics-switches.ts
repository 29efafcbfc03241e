import { defineMigration } from '../define.ts'
import { isTable } from '../json.ts'

const otel = ['diagnostics', 'otel']

export default defineMigration({
  id: 'diagnostics-switches',
  since: '2026.8.1',
  title: 'What is recorded for diagnosis is said with switches; telemetry goes over HTTP alone.',
  up: (draft) => {
    const content = draft.at([...otel, 'captureContent'])
    if (isTable(content)) draft.set([...otel, 'captureContent'], typeof content.enabled === 'boolean' ? content.enabled : Object.values(content).includes(true))
    const trace = draft.at(['diagnostics', 'cacheTrace'])
    if (isTable(trace) && (typeof (trace.enabled ?? false) !== 'boolean' || Object.keys(trace).some((key) => key !== 'enabled'))) draft.set(['diagnostics', 'cacheTrace'], { enabled: trace.enabled === true })
    if (draft.at([...otel, 'protocol']) !== 'grpc') return
    draft.remove([...otel, 'protocol'], 'use a collector that takes OTLP over HTTP')
    const sends = draft.at([...otel, 'traces']) !== false || draft.at([...otel, 'metrics']) !== false || (draft.at([...otel, 'logs']) === true && draft.at([...otel, 'logsExporter']) !== 'stdout')
    if (sends && draft.at([...otel, 'enabled']) === true) draft.replace([...otel, 'enabled'], false)
  },
})
