import type { Consumer } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { devicesWhere, type KnownDevice, type ToldEvent } from '../device/read.ts'
import { placeForCase } from '../place/read.ts'
import { type Finding, findingsOf, isTelling } from './findings.ts'
import { judged } from './judges.ts'
import { markOver, openKey, raiseAlarm } from './raise.ts'

interface Found {
  readonly device: KnownDevice
  readonly finding: Finding
  event: ToldEvent
  times: number
}

/** Reads what devices said and raises, counts or marks as over. */
export const watchDevices = (kernel: Kernel): Consumer => ({
  name: 'alarm.watch',
  on: ['device.told'],
  async handle(event, tx) {
    const telling = (event.payload as { events: ToldEvent[] }).events.filter((one) => isTelling(one.type))
    if (telling.length === 0) return
    const ids = [...new Set(telling.map((one) => one.deviceId))].sort()
    const devices = new Map((await devicesWhere(kernel, among('id', ids), ids.length, tx)).map((device) => [device.id, device]))
    for (const found of gathered(telling, devices)) await take(kernel, found, tx)
  },
})

/** The same thing told again and again in one go is one step with a number. */
function gathered(events: readonly ToldEvent[], devices: ReadonlyMap<string, KnownDevice>): Found[] {
  const all: Found[] = []
  const last = new Map<string, Found>()
  for (const event of events) {
    const device = devices.get(event.deviceId)
    if (!device || device.stage === 'retired') continue
    for (const finding of findingsOf(event, device.kind)) {
      const key = openKey(device.id, finding.kind, finding.part)
      const before = last.get(key)
      if (before && before.finding.isActive === finding.isActive && before.finding.level === finding.level) {
        before.times += 1
        before.event = event
        continue
      }
      const found: Found = { device, finding, event, times: 1 }
      last.set(key, found)
      all.push(found)
    }
  }
  return all
}

async function take(kernel: Kernel, found: Found, tx: Tx): Promise<void> {
  const { device, finding, event, times } = found
  // A device that is being worked on is let be: whoever is there sees what it does.
  if (finding.isActive && device.stage === 'maintaining') return
  const said = await judged(kernel, found, tx)
  const part = said.part ?? finding.part
  if (!finding.isActive) {
    await markOver(kernel, openKey(device.id, finding.kind, part), event.at, tx)
    return
  }
  if (said.isQuiet) return
  const place = device.placeId === null ? undefined : await placeForCase(kernel, device.placeId, tx)
  const raised = await raiseAlarm(
    kernel,
    {
      ...{ kind: finding.kind, level: finding.level, part, device, times, at: event.at, values: event.values, title: said.title },
      ...{ placePath: said.placePath ?? event.placePath, placeLabel: said.placeLabel ?? place?.label ?? '' },
      source: { kind: 'event', name: event.type },
    },
    tx,
  )
  await said.follow?.(raised)
}
