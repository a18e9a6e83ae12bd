import type { Frame } from '../../kernel/adapters/camera/source.ts'

/** The last seconds of each camera, in memory: what was before an alarm is only there when somebody kept looking. */
export function createRing(keepMs: number) {
  const rings = new Map<string, Frame[]>()
  return {
    push(camera: string, frame: Frame): void {
      const held = rings.get(camera) ?? []
      held.push(frame)
      while (held[0] !== undefined && held[0].at < frame.at - keepMs) held.shift()
      rings.set(camera, held)
    },
    between: (camera: string, from: number, to: number): Frame[] => (rings.get(camera) ?? []).filter(({ at }) => at >= from && at <= to),
    last: (camera: string): Frame | undefined => rings.get(camera)?.at(-1),
    /** Cameras that nobody keeps any more. */
    keepOnly(cameras: ReadonlySet<string>): void {
      for (const camera of rings.keys()) if (!cameras.has(camera)) rings.delete(camera)
    },
  }
}
export type Ring = ReturnType<typeof createRing>
