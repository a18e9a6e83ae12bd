import { consentErrors, consent as contract } from '@liren/contract/capabilities/consent'
import { personArchive } from '@liren/contract/capabilities/person'
import { findFile, findFiles } from '../../engines/archive/find.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { askAgreement } from '../../kernel/egress/consent.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { route } from '../../kernel/http/route.ts'
import { accountById } from '../../kernel/identity/accounts.ts'
import { among } from '../../kernel/store/condition.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { allowFileReads, attachFiles } from '../file/read.ts'
import { filesAboutUser, usersOfFile } from '../person/read.ts'
import { forgetWithdrawn } from './forget.ts'
import { addLine, guardedConsents } from './ledger.ts'
import { consentData } from './personal.ts'
import { beside, mine, pageOfLines, presentLines } from './present.ts'
import { allPurposes, assessmentOf, openPurpose, purposeCalled, savePurpose, textsOf } from './purposes.ts'
import { consentingPeople, consentsOf, personOfLine } from './read.ts'

const e = contract.endpoints

/** Who consented to what, when, how and to which words; only ever added to. */
export const consent: CapabilityFactory = (kernel) => {
  allowFileReads(kernel, 'consent.evidence', async (principal, id) => {
    if (!principal.permissions.has('consent.read')) return false
    const personId = await personOfLine(kernel, id)
    const scope = scopeWith(principal, 'consent.read', 'place')
    return personId !== null && (await findFiles(kernel, personArchive, scope, [personId], [])).length === 1
  })

  askAgreement(kernel, (ids, tx) => consentingPeople(kernel, ids, 'sharing', tx))

  /** One line for every file that is about the person, so that whoever asks by file or by account finds it. */
  const write = async (ctx: RequestContext, purpose: string, textVersion: number, action: 'given' | 'withdrawn', tx: Tx) => {
    const user = await accountById(kernel, ctx.principal.id, tx)
    if (!user) throw refuse('not-found')
    const files = await filesAboutUser(kernel, user.id, tx)
    const base = { userId: user.id, purpose, textVersion, action, channel: 'app', recordedBy: null } as const
    const lines =
      files.length === 0
        ? [{ personId: null, placePath: user.place_path }]
        : files.map((row) => ({ personId: row.id, placePath: row.place_path }))
    for (const line of lines) {
      const { id } = await addLine(kernel, { ...base, ...line }, tx)
      await ctx.emit({
        name: `consent.${action}`,
        subject: 'consent',
        subjectId: id,
        payload: { purpose, userId: user.id, ...(line.personId ? { personId: line.personId } : {}) },
      })
    }
    ctx.audit({ subject: 'consent', subjectId: user.id, after: { purpose, textVersion, action, channel: 'app' } })
    return mine(kernel, { userId: user.id, personIds: files.map(({ id }) => id) }, await purposeCalled(kernel, purpose, tx), tx)
  }

  return {
    contract,
    guarded: [guardedConsents],
    personal: [consentData(kernel)],
    consumers: [forgetWithdrawn(kernel)],
    routes: [
      route(e.purposes, async () => ({ items: await allPurposes(kernel) })),
      route(e.texts, async ({ params }) => ({ items: await textsOf(kernel, params.purpose) })),
      route(e.assessment, async ({ params }) => ({ assessment: await assessmentOf(kernel, params.purpose) })),

      route(e.savePurpose, async (ctx) => {
        const saved = await savePurpose(kernel, ctx.params.purpose, ctx.body, ctx.principal.id, ctx.tx)
        ctx.audit({ subject: 'consent', subjectId: saved.code, after: { textVersion: saved.textVersion, isOpen: saved.isOpen } })
        await ctx.emit({ name: 'consent.purpose-saved', subject: 'consent', subjectId: saved.code, payload: {} })
        return saved
      }),

      route(e.mine, async ({ principal }) => {
        const personIds = (await filesAboutUser(kernel, principal.id)).map(({ id }) => id)
        const purposes = (await allPurposes(kernel)).filter(({ basis, isOpen }) => basis === 'consent' && isOpen)
        const held = await consentsOf(kernel, { userId: principal.id, personIds })
        return { items: purposes.map((purpose) => beside(purpose, held.get(purpose.code))) }
      }),

      route(e.ledger, ({ principal, query }) => pageOfLines(kernel, among('user_id', [principal.id]), { userId: principal.id }, query)),

      route(e.give, async (ctx) => {
        await openPurpose(kernel, ctx.params.purpose, ctx.body.textVersion, ctx.tx)
        return write(ctx as RequestContext, ctx.params.purpose, ctx.body.textVersion, 'given', ctx.tx)
      }),

      route(e.withdraw, async (ctx) => {
        const { purpose } = ctx.params
        const known = await purposeCalled(kernel, purpose, ctx.tx)
        const personIds = (await filesAboutUser(kernel, ctx.principal.id, ctx.tx)).map(({ id }) => id)
        const whom = { userId: ctx.principal.id, personIds }
        // saying no before anybody asked is worth a line as well; saying it twice is not
        const held = (await consentsOf(kernel, whom, ctx.tx)).get(purpose)
        if (held?.state === 'withdrawn') return beside(known, held)
        return write(ctx as RequestContext, purpose, known.textVersion, 'withdrawn', ctx.tx)
      }),

      route(e.ofPerson, async ({ scope, params, query }) => {
        const { id } = await findFile(kernel, personArchive, scope, params.id)
        return pageOfLines(kernel, among('person_id', [id]), { personId: id }, query)
      }),

      route(e.record, async (ctx) => {
        const { purpose, action, textVersion, channel, evidence = [], note } = ctx.body
        const row = await findFile(kernel, personArchive, ctx.scope, ctx.params.id, ctx.tx)
        if (action === 'given') await openPurpose(kernel, purpose, textVersion, ctx.tx)
        else await purposeCalled(kernel, purpose, ctx.tx)
        if (action === 'given' && evidence.length === 0) throw refuseWith(consentErrors, 'consent.evidence-missing')
        const [userId = null] = await usersOfFile(kernel, row, ctx.tx)
        const line = await addLine(
          kernel,
          {
            userId,
            personId: row.id,
            purpose,
            textVersion,
            action,
            channel,
            evidence,
            note,
            recordedBy: ctx.principal.id,
            placePath: row.place_path,
          },
          ctx.tx,
        )
        const kept = {
          ids: evidence,
          ownerId: ctx.principal.id,
          subject: 'consent.evidence',
          subjectId: line.id,
          placePath: row.place_path,
          level: 'L3',
        } as const
        if (!(await attachFiles(kernel, kept, ctx.tx))) throw refuseWith(consentErrors, 'consent.evidence-unknown')
        ctx.audit({ subject: 'person', subjectId: row.id, placePath: row.place_path, after: { purpose, textVersion, action, channel } })
        await ctx.emit({ name: `consent.${action}`, subject: 'consent', subjectId: line.id, payload: { purpose, personId: row.id } })
        const [shown] = await presentLines(kernel, [line], ctx.tx)
        if (!shown) throw refuse('not-found')
        return shown
      }),
    ],
  }
}
