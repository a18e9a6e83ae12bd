import { appendEvents, scheduleJob } from '../../kernel/background/outbox.ts'
import type { Consumer } from '../../kernel/capability.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { askedRepair } from '../housekeeper/read.ts'
import type { Categories } from './categories.ts'
import { createRepair } from './create.ts'

/** The kind that fits best what was written, as the form of a report would guess it; `other` when none does. */
async function categoryFor(categories: Categories, description: string, tx: Tx): Promise<string> {
  const all = [...(await categories.all(tx)).values()].filter(({ kind, retired }) => kind === 'home' && !retired)
  return all.find(({ keywords }) => keywords.some((word) => description.includes(word)))?.code ?? 'other'
}

/** What a resident asked the housekeeper to have mended becomes a repair in the resident's name, once. */
export const fromHousekeeper = (kernel: Kernel, categories: Categories): Consumer => ({
  name: 'repair.from-housekeeper',
  on: ['housekeeper.repair-asked'],
  async handle(event, tx) {
    const asked = await askedRepair(kernel, event.subjectId, tx)
    if (!asked) return
    const { residentId, houseId, description, photos } = asked
    const name = (await namesOf(kernel, [residentId], tx)).get(residentId) ?? ''
    const { row } = await createRepair(kernel, categories, {
      body: { kind: 'home', category: await categoryFor(categories, description, tx), description, placeId: houseId, photos: [...photos] },
      principal: { id: residentId, name, houseIds: [houseId], grants: [] },
      scope: { places: [] },
      origin: { subject: event.subject, id: event.subjectId },
      tx,
      now: kernel.clock.now(),
      emit: (next) => appendEvents(kernel, [next], tx),
      schedule: (job) => scheduleJob(kernel, job, tx),
      // written below: what the house does by itself has no request to hang on
      audit: () => undefined,
    })
    await kernel.audit.write(
      {
        ...{ actorId: null, actorKind: 'system', action: 'repair.create', subject: 'repair', subjectId: row.id, placePath: row.place_path },
        ...{ result: 'done', ip: null, requestId: null, after: { number: row.number, category: row.category, origin: event.subjectId } },
      },
      tx,
    )
  },
})
