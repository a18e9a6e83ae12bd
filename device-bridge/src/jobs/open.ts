import type { CommandName, DeviceCommand } from '@liren/contract/device-commands'
import { type EdgeAnswer, edgeRequestSchema, jobsAnswerSchema } from '@liren/contract/edge/asks'
import type { Commands } from '../commands/commands.ts'
import type { Locks } from '../lines/locks.ts'
import type { Asker } from '../platform/ask.ts'
import type { Log } from '../ports/ports.ts'
import type { Device } from '../registry.ts'
import { createRequester } from './ask-house.ts'
import { createJobs } from './jobs.ts'
import { openJobJournal } from './journal.ts'
import { createReckoner, type ReckonDeps } from './reckon.ts'

interface Options extends Omit<ReckonDeps, 'wake' | 'request' | 'registry' | 'hub'> {
  readonly code: string
  readonly folder: string
  readonly log: Log
  readonly ask: Asker
  readonly hub: ReckonDeps['hub'] & { tell: Parameters<typeof createJobs>[0]['hub']['tell'] }
  readonly registry: { get(code: string): Device | undefined }
  readonly locks: Pick<Locks, 'unlock' | 'unlocked'>
  readonly commands: Pick<Commands, 'order'>
  nonce(): string
  commandsOf(protocol: string): readonly CommandName[]
}

/** What this bridge reckons for the house, and what it asks of the house. */
export async function openJobs(options: Options) {
  const { ask, registry, clock, commands, locks, nonce } = options
  const request = createRequester(ask, nonce)
  const reckon = createReckoner({
    ...options,
    request,
    async wake(code, forMs) {
      const device = registry.get(code)
      if (!device?.isEnabled || !options.commandsOf(device.protocol).includes('device.read')) return false
      const now = clock.now()
      const order = { name: 'device.read', values: {} } as const
      await commands.order(
        { id: `edge-${nonce()}`, device: code, sequence: 1, issuedAt: now, expiresAt: now + forMs, ...order } as DeviceCommand,
        forMs,
      )
      return true
    },
  })
  const journal = await openJobJournal(options.folder)
  const jobs = createJobs({ ...options, journal, reckon })
  return {
    resume: jobs.resume,
    close: jobs.close,
    /** One question; the house keeps it open while there is nothing. */
    async step(signal: AbortSignal): Promise<boolean> {
      const standing = { after: journal.after, open: jobs.open.slice(0, 50), unlocked: locks.unlocked }
      const answer = await ask('jobs', standing, jobsAnswerSchema, 45_000, signal)
      await jobs.take(answer)
      await locks.unlock(answer.unlocks ?? [])
      return answer.jobs.length > 0
    },
    /** For an engineer on this machine: the question as an address says it. */
    async askByHand(query: URLSearchParams): Promise<{ answer: EdgeAnswer | null; refusal: string | null }> {
      const named = Object.fromEntries(query)
      const numbers = Object.fromEntries(
        ['days', 'above', 'below'].flatMap((name) => (named[name] === undefined ? [] : [[name, Number(named[name])]])),
      )
      const asked = edgeRequestSchema.safeParse({ ...named, ...numbers })
      if (!asked.success) return { answer: null, refusal: 'not a question: see docs/operations/device-bridge.md' }
      const { answer, refusal } = await request(asked.data, AbortSignal.timeout(20_000))
      return { answer, refusal }
    },
  }
}
