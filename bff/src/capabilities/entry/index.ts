import { entry as contract, entryErrors } from '@liren/contract/capabilities/entry'
import { appendEvents } from '../../kernel/background/outbox.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import { type RequestContext, route } from '../../kernel/http/route.ts'
import { staffRoles } from '../../kernel/identity/roles.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { allPurposes } from '../consent/read.ts'
import { allowFileReads } from '../file/read.ts'
import { admit } from './gate.ts'
import { keepPaper, movePaper, pageOfLines, pageOfPapers, paperWithin, presentPapers, tellOverdue } from './papers.ts'
import { recorderData } from './personal.ts'
import { endRecorder, pageOfRecorders, presentRecorders, recorderWithin, registerRecorder, renewRecorder } from './recorders.ts'
import { agreementSubject, type PaperRow, type RecorderRow } from './row.ts'
import { presentScenes, saveScene } from './scenes.ts'

const e = contract.endpoints

/** By which rules personal data are entered by hand: scenes, people who are bound, consent first, and what becomes of the paper. */
export const entry: CapabilityFactory = (kernel) => {
  allowFileReads(kernel, agreementSubject, async (principal, id) => {
    const scope = scopeWith(principal, 'entry.read', 'place')
    const within = underPlaces('place_path', scope.places)
    const statement = {
      sql: `SELECT id FROM entry_recorders WHERE id = ? AND (user_id = ? OR ${within.sql})`,
      params: [id, principal.id, ...within.params],
    }
    return (await scopedRows(kernel.store, scope, 'entry_recorders', statement)).length === 1
  })

  const recorded = async (ctx: RequestContext, row: RecorderRow, reason?: string) => {
    const after = { userId: row.user_id, grade: row.grade, until: row.until_on, isLive: row.live_key !== null }
    ctx.audit({ subject: 'recorder', subjectId: row.id, placePath: row.place_path, after, ...(reason ? { reason } : {}) })
    await ctx.emit({ name: 'entry.changed', subject: 'recorder', subjectId: row.id, payload: {} })
    const [shown] = await presentRecorders(kernel, [row], ctx.tx)
    if (!shown) throw refuse('not-found')
    return shown
  }
  const filed = async (ctx: RequestContext, row: PaperRow, action: string) => {
    ctx.audit({ subject: 'paper', subjectId: row.id, placePath: row.place_path, after: { action, state: row.state } })
    await ctx.emit({ name: 'entry.paper-moved', subject: 'paper', subjectId: row.id, payload: { action } })
    const [shown] = await presentPapers(kernel, [row], ctx.tx)
    if (!shown) throw refuse('not-found')
    return shown
  }

  return {
    contract,
    placedTables: ['entry_recorders', 'entry_papers', 'entry_paper_lines'],
    personal: [recorderData(kernel)],
    routes: [
      route(e.open, async ({ principal, query }) => {
        const { scene, recorder } = await admit(kernel, principal, query)
        const purpose = (await allPurposes(kernel)).find(({ code }) => code === scene.purpose)
        if (!purpose?.isOpen || recorder.until_on === null) throw refuseWith(entryErrors, 'entry.purpose-closed')
        const { code, text, basis, body, textVersion } = purpose
        return {
          ...{ code: scene.code, text: scene.text, way: scene.way, procedure: scene.procedure },
          ...{ purpose: { code, text, basis, body, textVersion }, grade: recorder.grade, agreementUntil: recorder.until_on },
        }
      }),

      route(e.scenes, async () => ({ items: await presentScenes(kernel) })),
      route(e.roles, async () => ({ items: await staffRoles(kernel) })),
      route(e.saveScene, async (ctx) => {
        const saved = await saveScene(kernel, ctx.params.code, ctx.body, ctx.tx)
        const { way, archives, purpose, isOpen } = saved
        ctx.audit({ subject: 'entry-scene', subjectId: saved.code, after: { way, archives, purpose: purpose.code, isOpen } })
        await ctx.emit({ name: 'entry.changed', subject: 'entry-scene', subjectId: saved.code, payload: {} })
        return saved
      }),

      route(e.recorders, ({ scope, query }) => pageOfRecorders(kernel, scope, query)),
      route(e.register, async (ctx) => recorded(ctx as RequestContext, await registerRecorder(kernel, ctx as RequestContext, ctx.body))),
      route(e.renew, async (ctx) => {
        const row = await recorderWithin(kernel, ctx.scope, ctx.params.id, ctx.tx)
        return recorded(ctx as RequestContext, await renewRecorder(kernel, ctx as RequestContext, row, ctx.body))
      }),
      route(e.end, async (ctx) => {
        const row = await recorderWithin(kernel, ctx.scope, ctx.params.id, ctx.tx)
        const { version, reason } = ctx.body
        return recorded(ctx as RequestContext, await endRecorder(kernel, ctx as RequestContext, row, version, reason), reason)
      }),

      route(e.papers, ({ scope, query }) => pageOfPapers(kernel, scope, query)),
      route(e.keepPaper, async (ctx) => filed(ctx as RequestContext, await keepPaper(kernel, ctx as RequestContext, ctx.body), 'kept')),
      route(e.movePaper, async (ctx) => {
        const row = await paperWithin(kernel, ctx.scope, ctx.params.id, ctx.tx)
        return filed(ctx as RequestContext, await movePaper(kernel, ctx as RequestContext, row, ctx.body), ctx.body.action)
      }),
      route(e.paperLines, async ({ scope, params, query }) => {
        await paperWithin(kernel, scope, params.id)
        return pageOfLines(kernel, scope, params.id, query)
      }),
    ],
    jobs: [
      {
        kind: 'entry.papers-overdue',
        text: { zh: '提醒逾期的纸质材料', en: 'Tell of paper forms that are late' },
        daily: '08:10',
        run: async () => {
          await tellOverdue(kernel, (row, tx) =>
            appendEvents(
              kernel,
              [
                {
                  name: 'entry.paper-overdue',
                  subject: 'paper',
                  subjectId: row.id,
                  payload: { title: row.title, placePath: row.place_path, shelf: row.shelf },
                },
              ],
              tx,
            ),
          )
        },
      },
    ],
  }
}
