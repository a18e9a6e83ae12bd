import { open } from 'node:fs/promises'
import type { Clock } from '../ports/ports.ts'

export type Complain = (text: string) => void

/** What happened, one line each. It never holds up a door: while the disk refuses, lines wait here and are tried again. */
export function openEvidence(file: string, clock: Clock, complain: Complain) {
  const most = 10_000
  // An empty line first: one that a kill cut short must not swallow the next.
  let lines = ['']
  let working: Promise<void> | undefined
  let isClosing = false

  async function write(): Promise<void> {
    while (lines.length > 0) {
      const batch = lines
      lines = []
      try {
        const handle = await open(file, 'a', 0o600)
        try {
          await handle.writeFile(batch.map((line) => `${line}\n`).join(''))
          await handle.datasync()
        } finally {
          await handle.close()
        }
      } catch (error) {
        complain(`evidence cannot be written: ${(error as Error).message}`)
        lines = [...batch, ...lines].slice(0, most)
        if (isClosing) return
        await clock.sleep(1000)
      }
    }
  }

  return {
    add(kind: string, values: object): void {
      if (lines.length < most) lines.push(JSON.stringify({ at: clock.now(), kind, ...values }))
      working ??= write().finally(() => {
        working = undefined
      })
    },
    async close(): Promise<void> {
      isClosing = true
      await working
    },
  }
}
export type Evidence = ReturnType<typeof openEvidence>
