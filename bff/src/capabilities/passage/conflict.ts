import { personArchive } from '@liren/contract/capabilities/person'
import { findFiles } from '../../engines/archive/find.ts'
import { appendEvents } from '../../kernel/background/outbox.ts'
import { wholeHouse } from '../../kernel/http/access.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { openReviewsOf, proposeChange } from '../review/read.ts'
import type { PassageRow } from './row.ts'

/** Nobody in particular: the house itself proposes. */
const house = '0'.repeat(26)

/** Somebody whose file says that they moved out goes in and out: the file is not touched, a person is asked. */
export async function askAboutLeaver(kernel: Kernel, personId: string, passage: PassageRow, tx: Tx): Promise<void> {
  const [file] = await findFiles(kernel, personArchive, wholeHouse, [personId], undefined, tx)
  if (file?.left_on == null || file.state !== 'active') return
  if ((await openReviewsOf(kernel, [personId], tx)).get(personId)?.includes('leftOn')) return
  const proposer = {
    principal: { id: house },
    tx,
    now: kernel.clock.now(),
    emit: (event: Parameters<typeof appendEvents>[1][number]) => appendEvents(kernel, [event], tx),
  }
  await proposeChange(kernel, proposer, {
    ...{ definition: personArchive, file, placeId: file.place_id, values: { leftOn: null }, source: 'device' },
    note: `登记迁出日为 ${file.left_on}，${passage.day} 仍在${passage.gate_name}通行`,
  })
}
