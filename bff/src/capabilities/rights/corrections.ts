import { answerWithinDays, type RightsState } from '@liren/contract/capabilities/rights'
import { afterWorkingDays } from '../../kernel/background/working-days.ts'
import type { Consumer } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { ownProposal } from '../review/read.ts'
import { changeRequest, insertRequest, type RightsRequestRow } from './row.ts'

const outcomes: Readonly<Record<string, RightsState>> = {
  accepted: 'accepted',
  partial: 'accepted',
  rejected: 'refused',
  withdrawn: 'withdrawn',
}

/** A correction is reviewed like every change of a file. Here it is a right: its legal limit is watched, and its answer kept. */
export const followCorrections = (kernel: Kernel): Consumer => ({
  name: 'rights.corrections',
  on: ['review.proposed', 'review.accepted', 'review.rejected', 'review.withdrawn'],
  async handle(event, tx) {
    const review = await ownProposal(kernel, event.subjectId, tx)
    if (!review) return
    const [known] = await unscoped<RightsRequestRow>(
      kernel.store,
      'the request of a review, whoever made it',
      { sql: 'SELECT * FROM rights_requests WHERE review_id = ?', params: [review.id] },
      tx,
    )
    const asked = Number(review.proposed_at)
    const row =
      known ??
      (await insertRequest(
        kernel,
        {
          ...{ id: kernel.ids.next(), kind: 'correction', state: 'waiting', user_id: review.proposed_by, person_id: review.file_id },
          ...{ place_path: review.place_path, review_id: review.id, fields: review.fields, created_at: asked },
          due_at: afterWorkingDays(asked, answerWithinDays, kernel.config.LIREN_TIME_ZONE),
        },
        tx,
      ))
    const state = outcomes[review.state]
    if (!state || row.state !== 'waiting') return
    const decided = { decided_by: review.decided_by, decided_at: review.decided_at, answer: review.reason, open_key: null }
    await changeRequest(kernel, row, { state, ...decided }, tx)
  },
})
