import type { PortState } from '@liren/contract/capabilities/charging'
import type { Consumer } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { upsertRows } from '../../kernel/store/upsert.ts'
import type { ToldEvent } from '../device/read.ts'

const mostPorts = 64
const states: Readonly<Record<string, PortState>> = {
  available: 'free',
  faulted: 'faulty',
  unavailable: 'faulty',
  offline: 'unknown',
}

interface PortTold {
  readonly deviceId: string
  readonly port: number
  readonly state: PortState
  readonly at: number
}

/** What an event says of ports; most say nothing of them. */
function portsTold({ deviceId, type, values, at }: ToldEvent): PortTold[] {
  const told = (port: unknown, state: PortState): PortTold[] =>
    typeof port === 'number' && port >= 1 && port <= mostPorts ? [{ deviceId, port, state, at }] : []
  switch (type) {
    case 'pile.status':
      return told(values.connector, states[String(values.status)] ?? 'busy')
    case 'charging.started':
      return told(values.connector, 'busy')
    case 'event.reported':
      return values.name === 'ports' ? rawPorts(values.properties).flatMap((port) => told(port, 'unknown')) : []
    default:
      return []
  }
}

/** Sockets number their states by themselves: 0 is free and told as that, what the others mean nobody is sure of. */
const rawPorts = (properties: unknown): number[] =>
  Object.entries((properties ?? {}) as Record<string, unknown>).flatMap(([name, state]) =>
    /^port\.\d{1,2}$/.test(name) && state !== 0 ? [Number(name.slice('port.'.length))] : [],
  )

/** Keeps how each port stands, by the device's own time: what arrives late changes nothing. */
export const followPorts = (kernel: Kernel): Consumer => ({
  name: 'charging.ports',
  on: ['device.told'],
  async handle(event, tx) {
    const told = (event.payload as { events: ToldEvent[] }).events.flatMap(portsTold)
    if (told.length === 0) return
    const latest = new Map<string, PortTold>()
    for (const one of told) {
      const key = `${one.deviceId} ${one.port}`
      if ((latest.get(key)?.at ?? 0) <= one.at) latest.set(key, one)
    }
    await keep(kernel, [...latest.values()], tx)
  },
})

async function keep(kernel: Kernel, told: readonly PortTold[], tx: Tx): Promise<void> {
  const known = new Map<string, number>()
  const ids = [...new Set(told.map(({ deviceId }) => deviceId))]
  const sql = `SELECT device_id, port, changed_at FROM charging_ports WHERE device_id IN (${ids.map(() => '?').join(', ')})`
  for (const row of await kernel.store.rows<{ device_id: string; port: number; changed_at: number }>(sql, ids, tx))
    known.set(`${row.device_id} ${row.port}`, Number(row.changed_at))
  const rows = told
    .filter((one) => (known.get(`${one.deviceId} ${one.port}`) ?? 0) <= one.at)
    .map((one) => ({ device_id: one.deviceId, port: one.port, state: one.state, changed_at: one.at }))
  if (rows.length > 0) await upsertRows(kernel.store, 'charging_ports', ['device_id', 'port'], rows, tx)
}
