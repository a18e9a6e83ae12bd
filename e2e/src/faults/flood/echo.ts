import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startService } from '../../../../tools/src/services/service.ts'
import { echoFrom } from './clients.ts'
import type { FloodLoad } from './flood.ts'

const server = fileURLToPath(new URL('./echo-server.ts', import.meta.url))

/** The same load through a bare socket echo: messages a second and milliseconds, for ratios. */
export async function echoBaseline({ devices, messagesEach, window }: FloodLoad) {
  const folder = mkdtempSync(join(tmpdir(), 'liren-echo-'))
  const echo = await startService(
    {
      name: 'echo',
      command: process.execPath,
      url: (port) => `tcp://127.0.0.1:${port}`,
      args: ({ port }) => ['--import', 'tsx', server, String(port)],
      answers: async ({ port }) => echoFrom(port, Buffer.from('x'), 1, 1, () => undefined),
    },
    folder,
  )
  try {
    const line = Buffer.from(`v1/flood/meter-json/flood-1/telemetry${JSON.stringify({ id: '1000', values: { energyWh: 1000 } })}`)
    const times: number[] = []
    const began = performance.now()
    await Promise.all(Array.from({ length: devices }, () => echoFrom(echo.port, line, messagesEach, window, (ms) => times.push(ms))))
    times.sort((a, b) => a - b)
    return {
      ms: performance.now() - began,
      p50Ms: times[Math.floor(times.length / 2)] as number,
      p99Ms: times[Math.floor(times.length * 0.99)] as number,
    }
  } finally {
    await echo.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
