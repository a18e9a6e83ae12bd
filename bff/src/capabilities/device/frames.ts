import type { Frame } from '@liren/contract/device/engineer-endpoints'
import type { Service } from '@liren/contract/thing/model'
import { forgetFrames, framesTold, isRefusal, sendCommand } from '../../engines/thing/index.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { refusalOf } from './commands.ts'
import { findDevice } from './read.ts'
import type { Writer } from './write.ts'

/** The bridge answers it by itself, so it is in no model. */
const frames: Service = {
  ...{ code: 'device.frames', text: { zh: '查看报文', en: 'Show frames' }, isDangerous: false, ttlSeconds: 30 },
  params: [{ code: 'limit', text: { zh: '条数', en: 'Frames' }, type: 'number', isOptional: true, min: 1, max: 20 }],
}

/** Frames are for somebody who looks now. */
export const keptMs = 60 * 60_000

export async function watchFrames(kernel: Kernel, id: string, { scope, tx, now, principal }: Writer): Promise<{ commandId: string }> {
  const device = await findDevice(kernel, scope, id, tx)
  const asker = { kind: principal.kind === 'app' ? ('app' as const) : ('user' as const), id: principal.id, name: principal.name }
  const order = { name: frames.code, values: { limit: 20 } }
  const sent = await sendCommand(kernel, { deviceId: device.id, order, asker, service: frames }, now, tx)
  if (isRefusal(sent)) throw refusalOf(sent)
  return { commandId: sent.id }
}

interface Told {
  readonly at: number
  readonly direction: 'in' | 'out'
  readonly line: string
  readonly hex: string
  readonly size: number
  readonly decoded?: string
  readonly fault?: string
}

const present = (frame: Told): Frame => ({
  ...{ at: new Date(frame.at).toISOString(), direction: frame.direction, line: frame.line, hex: frame.hex, size: frame.size },
  ...{ decoded: frame.decoded ?? null, fault: frame.fault ?? null },
  faultAt: frame.fault === undefined ? null : Number(/^byte (\d+):/.exec(frame.fault)?.[1] ?? Number.NaN) || 0,
})

/** What the last answers of the bridge told together, each frame once. */
export async function readFrames(kernel: Kernel, scope: Scope, id: string): Promise<{ items: Frame[]; toldAt: string | null }> {
  const device = await findDevice(kernel, scope, id)
  const answers = await framesTold(kernel, device.id, kernel.clock.now() - keptMs)
  const seen = new Map<string, Told>()
  for (const { values } of answers)
    for (const frame of (values as unknown as { frames: Told[] }).frames) seen.set(`${frame.at} ${frame.direction} ${frame.hex}`, frame)
  const items = [...seen.values()].sort((a, b) => b.at - a.at).slice(0, 100)
  const [newest] = answers
  return { items: items.map(present), toldAt: newest ? new Date(newest.at).toISOString() : null }
}

/** Takes away frames that were shown long enough ago. */
export const forgetShownFrames = (kernel: Kernel, now: number): Promise<number> => forgetFrames(kernel, now - keptMs)
