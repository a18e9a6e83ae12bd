import { dayOf } from '../../kernel/background/daily.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { hasConsent, noteConsent } from '../consent/read.ts'
import type { Attachment } from '../file/read.ts'

export interface FaceRow {
  readonly id: string
  readonly owner_id: string
  readonly person_id: string | null
  readonly place_path: string | null
  readonly state: 'waiting' | 'proposed' | 'kept' | 'gone'
  readonly image_sealed: string | null
  readonly digest: string
  readonly consent_on: string | null
  readonly taken_at: number
  readonly gone_at: number | null
  readonly gone_reason: string | null
  readonly proof: string | null
}

export const faceSubject = 'person.face'
const at = (row: string) => ({ table: 'faces', column: 'image_sealed', row })

export const sealFace = (kernel: Pick<Kernel, 'sealer'>, id: string, bytes: Buffer): string =>
  kernel.sealer.seal(bytes.toString('base64'), at(id))

/** The picture, as a page can show it. Whoever calls has decided that the viewer may see it, and written down why. */
export function openFace(kernel: Pick<Kernel, 'sealer'>, row: Pick<FaceRow, 'id' | 'image_sealed'>): string | undefined {
  return row.image_sealed === null ? undefined : `data:image/jpeg;base64,${kernel.sealer.open(row.image_sealed, at(row.id))}`
}

export const faceById = async (kernel: Kernel, id: string, tx?: Tx): Promise<FaceRow | undefined> =>
  (await kernel.store.rows<FaceRow>('SELECT * FROM faces WHERE id = ?', [id], tx))[0]

/** The face of a person that is kept today; none without a consent. */
export const faceOf = async (kernel: Kernel, personId: string, tx?: Tx): Promise<FaceRow | undefined> =>
  (await kernel.store.rows<FaceRow>("SELECT * FROM faces WHERE person_id = ? AND state = 'kept'", [personId], tx))[0]

/** A face goes with a proposal: only with the day on which its person agreed to it, and only by who brought it. */
export async function proposeFace(
  kernel: Kernel,
  { id, ownerId, consentOn, placePath }: { id: string; ownerId: string; consentOn: string; placePath: string },
  tx: Tx,
): Promise<boolean> {
  const now = kernel.clock.now()
  if (consentOn > dayOf(now, kernel.config.LIREN_TIME_ZONE)) return false
  const changed = await kernel.store.run(
    `UPDATE faces SET state = 'proposed', consent_on = ?, place_path = ?, expires_at = NULL
     WHERE id = ? AND owner_id = ? AND state = 'waiting' AND expires_at > ?`,
    [consentOn, placePath, id, ownerId, now],
    tx,
  )
  return changed === 1
}

/** A proposed face becomes that of a person; one that was there before is deleted. For the archive of people. */
export async function attachFace(kernel: Kernel, { ids, ownerId, subjectId, placePath }: Attachment, tx: Tx): Promise<boolean> {
  const [id] = ids
  if (id === undefined || ids.length > 1) return false
  await dropFaces(kernel, { personId: subjectId, by: ownerId, reason: '已更换为新采集的人脸' }, tx)
  const changed = await kernel.store.run(
    "UPDATE faces SET state = 'kept', person_id = ?, place_path = ? WHERE id = ? AND owner_id = ? AND state = 'proposed' AND consent_on IS NOT NULL",
    [subjectId, placePath, id, ownerId],
    tx,
  )
  if (changed !== 1) return false
  // a face is kept only beside a line in the ledger
  if (!(await hasConsent(kernel, { personIds: [subjectId] }, 'face', tx)))
    await noteFace(kernel, { subjectId, ownerId, placePath }, 'given', tx)
  return true
}

/** What was agreed to in the field, and taken back there, in the ledger of consents. */
export async function noteFace(
  kernel: Kernel,
  { subjectId, ownerId, placePath }: Pick<Attachment, 'subjectId' | 'ownerId' | 'placePath'>,
  action: 'given' | 'withdrawn',
  tx: Tx,
): Promise<void> {
  const line = { userId: null, personId: subjectId, purpose: 'face', action, channel: 'field' } as const
  await noteConsent(kernel, { ...line, recordedBy: ownerId, placePath: placePath ?? '/' }, tx)
}

/** Of two files about one person the faces change sides: whichever face was chosen belongs to the file that stays. */
export async function swapFaces({ store }: Kernel, one: string, other: string, tx: Tx): Promise<void> {
  await store.run(
    "UPDATE faces SET person_id = CASE WHEN person_id = ? THEN ? ELSE ? END WHERE person_id IN (?, ?) AND state IN ('kept', 'gone')",
    [one, other, one, one, other],
    tx,
  )
}

type Which = { readonly personId: string } | { readonly id: string }

/** Deletes the bytes at once. What stays is that they were there, their digest, and a code of the house over both and the moment. */
export async function dropFaces(
  kernel: Kernel,
  { by, reason, ...which }: Which & { readonly by: string | null; readonly reason: string },
  tx: Tx,
): Promise<FaceRow[]> {
  const [column, value] = 'personId' in which ? ['person_id', which.personId] : ['id', which.id]
  const rows = await kernel.store.rows<FaceRow>(`SELECT * FROM faces WHERE ${column} = ? AND state <> 'gone'`, [value], tx)
  const gone: FaceRow[] = []
  for (const row of rows) {
    const now = kernel.clock.now()
    const proof = proofOf(kernel, row, now)
    const changed = await kernel.store.run(
      "UPDATE faces SET state = 'gone', image_sealed = NULL, expires_at = NULL, gone_at = ?, gone_by = ?, gone_reason = ?, proof = ? WHERE id = ? AND state <> 'gone'",
      [now, by, reason, proof, row.id],
      tx,
    )
    if (changed === 1) gone.push({ ...row, state: 'gone', image_sealed: null, gone_at: now, gone_reason: reason, proof })
  }
  return gone
}

const proofOf = ({ sealer }: Pick<Kernel, 'sealer'>, { id, digest }: Pick<FaceRow, 'id' | 'digest'>, at: number): string =>
  sealer.tokenMac('face-gone', `${id}|${digest}|${at}`)

/** Whether a proof of deletion was made by this house for this face and this moment. */
export const isProofGood = ({ sealer }: Pick<Kernel, 'sealer'>, row: Pick<FaceRow, 'id' | 'digest' | 'gone_at' | 'proof'>): boolean =>
  row.gone_at !== null && row.proof !== null && sealer.tokenIntact('face-gone', `${row.id}|${row.digest}|${row.gone_at}`, row.proof)
