import { face as contract, type FaceGone, faceErrors } from '@liren/contract/capabilities/face'
import { personArchive } from '@liren/contract/capabilities/person'
import { findFile } from '../../engines/archive/find.ts'
import { updateFile } from '../../engines/archive/write.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuseWith } from '../../kernel/errors.ts'
import { type RequestContext, route, type Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { hasConsent } from '../consent/read.ts'
import { ownFileRow } from '../person/read.ts'
import { faceData } from './personal.ts'
import { dropFaces, type FaceRow, faceOf, noteFace, openFace, sealFace } from './read.ts'
import { receiveFace, type TakenFace } from './take.ts'

const waitMs = 24 * 3_600_000
const maxWaiting = 30
const iso = (at: number): string => new Date(at).toISOString()

/** Faces: sealed from the first byte, kept only with a consent of their own, shown for a reason, deleted with a proof. */
export const face: CapabilityFactory = (kernel) => {
  const { take, reveal, withdraw, withdrawOwn, gone } = contract.endpoints
  return {
    contract,
    routes: [
      route(take, receiveFace(kernel), async (ctx, taken: TakenFace) => {
        const [waiting] = await kernel.store.rows<{ n: number }>(
          "SELECT COUNT(*) AS n FROM faces WHERE owner_id = ? AND state = 'waiting'",
          [ctx.principal.id],
          ctx.tx,
        )
        if (Number(waiting?.n ?? 0) >= maxWaiting) throw refuseWith(faceErrors, 'file.quota')
        const id = kernel.ids.next()
        await kernel.store.run(
          "INSERT INTO faces (id, owner_id, state, image_sealed, digest, taken_at, expires_at) VALUES (?, ?, 'waiting', ?, ?, ?, ?)",
          [
            id,
            ctx.principal.id,
            sealFace(kernel, id, taken.bytes),
            kernel.crypto.sm3(taken.bytes).toString('hex'),
            ctx.now,
            ctx.now + waitMs,
          ],
          ctx.tx,
        )
        ctx.audit({ subject: 'face', subjectId: id })
        return { id }
      }),

      route(reveal, async (ctx) => {
        const person = await findFile(kernel, personArchive, ctx.scope, ctx.params.id, ctx.tx)
        const row = await faceOf(kernel, person.id, ctx.tx)
        const image = row && openFace(kernel, row)
        if (!row || !image) throw refuseWith(faceErrors, 'face.none')
        ctx.audit({
          subject: 'person',
          subjectId: person.id,
          placePath: person.place_path,
          reason: ctx.body.reason,
          after: { face: row.id },
        })
        return { image, consentOn: row.consent_on }
      }),

      route(withdraw, (ctx) => forget(kernel, ctx as RequestContext, ctx.scope, ctx.params.id, ctx.body.reason)),

      route(withdrawOwn, async (ctx) => {
        const person = await ownFileRow(kernel, ctx.principal.id, ctx.tx)
        if (!person) throw refuseWith(faceErrors, 'face.none')
        return forget(kernel, ctx as RequestContext, { ...ctx.scope, places: [person.place_path] }, person.id, '本人撤回同意')
      }),

      route(gone, async ({ params, scope }) => {
        const person = await findFile(kernel, personArchive, scope, params.id)
        const rows = await kernel.store.rows<FaceRow>(
          "SELECT * FROM faces WHERE person_id = ? AND state = 'gone' ORDER BY gone_at DESC LIMIT 50",
          [person.id],
        )
        return { items: rows.map(presentGone) }
      }),
    ],
    personal: [faceData(kernel)],
    sealed: [{ table: 'faces', column: 'image_sealed' }],
    jobs: [
      {
        kind: 'face.expire',
        text: { zh: '删除未提交的人脸照片', en: 'Delete faces that no form came for' },
        every: 15 * 60_000,
        run: async (_, { now }) => {
          const rows = await kernel.store.rows<{ id: string }>(
            "SELECT id FROM faces WHERE state = 'waiting' AND expires_at <= ? ORDER BY expires_at LIMIT 200",
            [now],
          )
          for (const { id } of rows) await kernel.store.tx((tx) => dropFaces(kernel, { id, by: null, reason: '超时未提交' }, tx))
        },
      },
    ],
  }
}

/** The bytes go, the file of the person says so, and the trail keeps the proof. */
async function forget(kernel: Kernel, ctx: RequestContext, scope: Scope, personId: string, reason: string): Promise<FaceGone> {
  const person = await findFile(kernel, personArchive, scope, personId, ctx.tx)
  const [gone] = await dropFaces(kernel, { personId, by: ctx.principal.id, reason }, ctx.tx)
  if (!gone) throw refuseWith(faceErrors, 'face.none')
  if (await hasConsent(kernel, { personIds: [personId] }, 'face', ctx.tx))
    await noteFace(kernel, { subjectId: personId, ownerId: ctx.principal.id, placePath: person.place_path }, 'withdrawn', ctx.tx)
  const values = { face: null, faceConsentOn: null }
  const writing = { actorId: ctx.principal.id, source: 'declared', reason }
  await updateFile(kernel, personArchive, scope, personId, { version: person.version, values }, writing, ctx.tx)
  ctx.audit({
    subject: 'person',
    subjectId: personId,
    placePath: person.place_path,
    reason,
    after: { face: gone.id, digest: gone.digest, proof: gone.proof },
  })
  await ctx.emit({ name: 'face.deleted', subject: 'person', subjectId: personId, payload: { faceId: gone.id } })
  return presentGone(gone)
}

const presentGone = (row: FaceRow): FaceGone => ({
  id: row.id,
  takenAt: iso(row.taken_at),
  consentOn: row.consent_on,
  goneAt: iso(row.gone_at ?? row.taken_at),
  reason: row.gone_reason,
  digest: row.digest,
  proof: row.proof ?? '',
})
