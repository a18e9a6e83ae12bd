import type { Items } from './items.ts'

/** The binary of one maker's gateway, in `{ "TY": "M", "ST": "S", "D": "<base64>" }`. */
export type GatewayRead =
  | { readonly ok: true; readonly items: Items; readonly at: number; readonly trapped: boolean; readonly isFaulty: boolean }
  | { readonly ok: false; readonly at: number; readonly why: string }

const least = 20
const wrong = (at: number, why: string): GatewayRead => ({ ok: false, at, why })

/** Single bytes unless noted, the low one first. What is absent stays unknown. */
export function readGateway(bytes: Buffer): GatewayRead {
  if (bytes.length < least) return wrong(bytes.length, `${bytes.length} bytes`)
  const byte = (at: number): number => bytes.readUInt8(at)
  if (byte(4) !== 1 && byte(4) !== 45) return wrong(4, `layout ${byte(4)}`)
  const limits: readonly (readonly [at: number, most: number, name: string])[] = [
    [5, 3, 'state'],
    [6, 2, 'direction'],
    [7, 1, 'levelling'],
    [9, 1, 'door lock'],
    [10, 1, 'person'],
    [11, 2, 'power'],
    [14, 100, 'battery'],
    [15, 2, 'mode'],
    [16, 1, 'running'],
    [17, 1, 'door'],
  ]
  const odd = limits.find(([at, most]) => byte(at) > most)
  if (odd) return wrong(odd[0], `${odd[2]} ${byte(odd[0])}`)
  return {
    ok: true,
    at: bytes.readUInt32LE(0) * 1000,
    trapped: byte(5) >= 2,
    isFaulty: byte(5) === 1,
    items: {
      direction: (['none', 'up', 'down'] as const)[byte(6)] ?? 'none',
      inDoorZone: byte(7) === 0,
      speedMs: bytes.readInt8(8) / 10,
      hasPassenger: byte(10) === 1,
      floor: String(bytes.readInt8(12)),
      mode: (['normal', 'maintenance', 'stopped'] as const)[byte(15)] ?? 'unknown',
      isMoving: byte(16) === 1,
      door: byte(17) === 1 ? 'closed' : 'open',
    },
  }
}
