import type { Values } from '@liren/contract/archive/index'
import { personArchive } from '@liren/contract/capabilities/person'
import { findFiles } from '../../engines/archive/find.ts'
import { valuesOf } from '../../engines/archive/row.ts'
import { updateFile } from '../../engines/archive/write.ts'
import type { Consumer } from '../../kernel/capability.ts'
import { wholeHouse } from '../../kernel/http/access.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { dropFaces } from '../face/read.ts'
import { detachFiles } from '../file/read.ts'
import { holdOn } from '../retention/read.ts'
import { consentForFields, consentsOf, hasConsent } from './read.ts'

const fieldsFor = (purpose: string): string[] => Object.keys(consentForFields).filter((field) => consentForFields[field] === purpose)

/** What was kept only because somebody had consented goes when the consent goes. */
export const forgetWithdrawn = (kernel: Kernel): Consumer => ({
  name: 'consent.forget',
  on: ['consent.withdrawn', 'retention.lifted'],
  async handle(event, tx) {
    const { personId, purpose } = event.payload as { personId?: string; purpose: string }
    if (event.name === 'consent.withdrawn' && personId) return forget(kernel, personId, purpose, tx)
    // what waited for a hold to end
    if (event.name === 'consent.withdrawn' || event.subject !== 'person') return
    for (const [held, { state }] of await consentsOf(kernel, { personIds: [event.subjectId] }, tx))
      if (state === 'withdrawn') await forget(kernel, event.subjectId, held, tx)
  },
})

async function forget(kernel: Kernel, personId: string, purpose: string, tx: Tx): Promise<void> {
  if (await hasConsent(kernel, { personIds: [personId] }, purpose, tx)) return
  // nothing is erased while a legal hold stands; when it is lifted this comes again
  if (await holdOn(kernel, 'person', personId, tx)) return
  if (purpose === 'face') await dropFaces(kernel, { personId, by: null, reason: '本人撤回同意' }, tx)
  const [row] = await findFiles(kernel, personArchive, wholeHouse, [personId], undefined, tx)
  if (row?.state !== 'active') return
  const values = valuesOf(kernel, personArchive, row)
  const gone = fieldsFor(purpose).filter((field) => (values[field] ?? null) !== null)
  if (gone.length === 0) return
  const emptied = Object.fromEntries(gone.map((field) => [field, null]))
  const alone: Values = purpose === 'face' ? { faceConsentOn: null, faceConsent: null } : {}
  await updateFile(
    kernel,
    personArchive,
    wholeHouse,
    personId,
    { version: row.version, values: { ...emptied, ...alone } },
    { actorId: null, source: 'declared', reason: '本人撤回同意' },
    tx,
  )
  for (const field of [...gone, ...Object.keys(alone)])
    if (personArchive.fields[field]?.kind === 'files') await detachFiles(kernel, `person.${field}`, personId, tx)
}
