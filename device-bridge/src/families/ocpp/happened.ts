import { createHappenings } from '../../protocols/happenings.ts'

/** What piles did that a command may be waiting for. */
export type Happening =
  | { readonly kind: 'boot'; readonly device: string }
  | {
      readonly kind: 'started'
      readonly device: string
      readonly connector: number
      readonly token: string
      readonly transaction: string
      readonly remoteStart?: number | undefined
    }
  | { readonly kind: 'stopped'; readonly device: string; readonly transaction: string }
  | { readonly kind: 'status'; readonly device: string; readonly connector: number; readonly status: string }
  | { readonly kind: 'diagnostics'; readonly device: string; readonly status: string }
  | { readonly kind: 'firmware'; readonly device: string; readonly status: string }
  | { readonly kind: 'report'; readonly device: string; readonly request: number; readonly entries: number }

/** Happenings of piles, and the cards by which the platform itself is starting a charging: those are accepted while it does. */
export function createHappened() {
  const happenings = createHappenings<Happening>()
  const expected = new Map<string, number>()
  const nameOf = (device: string, token: string): string => `${device}/${token}`
  return {
    ...happenings,
    expect(device: string, token: string): () => void {
      const name = nameOf(device, token)
      expected.set(name, (expected.get(name) ?? 0) + 1)
      let isReleased = false
      return () => {
        if (isReleased) return
        isReleased = true
        const left = (expected.get(name) ?? 1) - 1
        if (left > 0) expected.set(name, left)
        else expected.delete(name)
      }
    },
    isExpected: (device: string, token: string): boolean => expected.has(nameOf(device, token)),
  }
}
export type Happened = ReturnType<typeof createHappened>

/** Words of both versions by which a pile says that an update did not come about. */
const endedBadly: ReadonlySet<string> = new Set(['DownloadFailed', 'InstallationFailed', 'InstallVerificationFailed', 'InvalidSignature'])

/** How the update of a pile ends, by its own word. */
export const updateOf = (device: string) => ({
  proof: (one: Happening) => (one.kind === 'firmware' && one.device === device && one.status === 'Installed' ? {} : undefined),
  failure: (one: Happening) =>
    one.kind === 'firmware' && one.device === device && endedBadly.has(one.status) ? `the pile says ${one.status}` : undefined,
})
