import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from '@liren/contract'
import { type EdgeRule, edgeRuleSchema, signedRulesAnswerSchema } from '@liren/contract/device-rules'
import type { Asker } from '../platform/ask.ts'
import { readWhole, writeWhole } from '../platform/whole-file.ts'
import type { Log } from '../ports/ports.ts'
import type { RuleMemory } from './engine.ts'
import { openHouseKeys } from './house-keys.ts'

const keptSchema = z.object({ revision: z.number(), rules: z.array(edgeRuleSchema) })

/** The rules on our own disk, and what they have to remember over a restart. */
export async function openRuleFiles(folder: string, log: Log) {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'rules.json')
  const stateFile = join(folder, 'rules-state.json')
  const found = await readWhole(file)
  const kept = found === undefined ? { revision: 0, rules: [] } : z.parse(keptSchema, found)
  const state = ((await readWhole(stateFile)) as { held?: Record<string, boolean>; firedAt?: Record<string, number> } | undefined) ?? {}
  const houseKeys = await openHouseKeys(folder)
  let revision = kept.revision
  let writing: Promise<void> | undefined
  let isDirty = false

  const memory: RuleMemory = {
    held: state.held ?? {},
    firedAt: state.firedAt ?? {},
    save() {
      isDirty = true
      writing ??= (async () => {
        while (isDirty) {
          isDirty = false
          const { held, firedAt } = memory
          await writeWhole(stateFile, { held, firedAt })
        }
      })()
        .catch((error: Error) => log.warn({ reason: error.message }, 'the memory of the rules could not be kept'))
        .finally(() => {
          writing = undefined
        })
    },
  }

  return {
    rules: kept.rules as readonly EdgeRule[],
    memory,
    /** One question; the new set when there is one. */
    async step(ask: Asker, signal: AbortSignal): Promise<readonly EdgeRule[] | undefined> {
      const answer = await ask('rules', { revision }, signedRulesAnswerSchema, 15_000, signal, (question, told) =>
        houseKeys.check(question, told),
      )
      if (answer.rules === null) return undefined
      await writeWhole(file, { revision: answer.revision, rules: answer.rules })
      revision = answer.revision
      return answer.rules
    },
    idle: async (): Promise<void> => writing,
  }
}
