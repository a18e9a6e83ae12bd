import { person as contract, personArchive } from '@liren/contract/capabilities/person'
import { type Binding, bindArchive } from '../../engines/archive/bind.ts'
import { valuesOf } from '../../engines/archive/row.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { hasConsent, noteConsent } from '../consent/read.ts'
import { recordFiles } from '../file/read.ts'

/** A face is kept only beside a line in the ledger: where the file itself says that consent was given, it is written there too. */
const keepConsent =
  (kernel: Kernel): Binding['after'] =>
  async ({ tx, principal }, { written: { row, changes } }) => {
    if (!changes.some(({ field, after }) => field === 'face' && after !== null)) return
    if (await hasConsent(kernel, { personIds: [row.id] }, 'face', tx)) return
    const { faceConsent } = valuesOf(kernel, personArchive, row, ['faceConsent'])
    const evidence = Array.isArray(faceConsent) ? faceConsent : []
    const line = { userId: null, personId: row.id, purpose: 'face', action: 'given', channel: 'field', evidence } as const
    await noteConsent(kernel, { ...line, recordedBy: principal.id, placePath: row.place_path }, tx)
  }

/** One person, one file. */
export const person: CapabilityFactory = (kernel) => ({
  contract,
  ...bindArchive(kernel, personArchive, contract, { files: recordFiles, after: keepConsent(kernel) }),
})
