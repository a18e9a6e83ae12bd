import type { Clock } from '../../ports/ports.ts'
import type { Packet } from './codec.ts'

const patienceMs = 10 * 60_000
const mostOpen = 200

/** Puts split packets together. One that is never completed is let go; a station cannot fill our memory with beginnings. */
export function createAssembler(clock: Pick<Clock, 'now'>) {
  const open = new Map<string, { at: number; parts: Map<number, Packet> }>()
  return {
    /** The whole packet, once its last missing part is there. */
    take(packet: Packet): Packet | undefined {
      if (!packet.parts || packet.parts.total === 1) return packet
      const now = clock.now()
      for (const [name, one] of open) if (now - one.at > patienceMs || open.size > mostOpen) open.delete(name)
      const name = `${packet.mn}/${packet.cn}/${packet.parts.total}/${packet.qn}`
      const one = open.get(name) ?? { at: now, parts: new Map<number, Packet>() }
      open.set(name, one)
      one.parts.set(packet.parts.number, packet)
      if (one.parts.size < packet.parts.total) return undefined
      open.delete(name)
      const ordered = [...one.parts].sort(([a], [b]) => a - b).map(([, part]) => part)
      const content = ordered.flatMap((part, i) => (i === 0 ? part.content : part.content.filter((field) => field.factor !== '')))
      return { ...packet, parts: undefined, content }
    },
  }
}
