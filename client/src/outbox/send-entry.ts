import type { AnyEndpoint } from '@liren/contract'
import type { Api } from '../kernel/api.ts'
import type { Entry } from './entry.ts'

/** Bring one kept file to the server; repeating it with the same key gives the same id. */
export type UploadKept = (file: string, key: string, to?: string) => Promise<string>

interface Means {
  readonly api: Api
  readonly upload: UploadKept
  /** Keep what was reached before going on, so that a death here costs nothing and doubles nothing. */
  save(entry: Entry): Promise<Entry>
}

const readPath = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((at, step) => (at as Record<string, unknown> | null | undefined)?.[step], value)

/** The body as it goes out: the same on every try, since all it is made of has been kept. */
export function bodyOf(entry: Entry, before: Entry | undefined): Record<string, unknown> {
  const body: Record<string, unknown> = { ...entry.body }
  for (const { field, uploadedId } of entry.attachments) {
    const listed = body[field]
    body[field] = [...(Array.isArray(listed) ? listed : []), uploadedId]
  }
  if (entry.carry !== undefined && before?.state === 'done') {
    const carried = readPath(before.answer, entry.carry.from)
    if (carried !== undefined) body[entry.carry.field] = later(body[entry.carry.field], carried)
  }
  return body
}

/** Versions only grow: whoever has seen a later one than the last write here led to, e.g. after somebody else's step, keeps it. */
const later = (seen: unknown, carried: unknown): unknown =>
  typeof seen === 'number' && typeof carried === 'number' ? Math.max(seen, carried) : carried

/** Files first, then the write itself. Throws what the server or the network said. */
export async function sendEntry(start: Entry, before: Entry | undefined, { api, upload, save }: Means): Promise<unknown> {
  let entry = start
  for (const [index, attachment] of entry.attachments.entries()) {
    if (attachment.uploadedId !== undefined) continue
    const uploadedId = await upload(attachment.file, `${entry.key}-${index}`, attachment.to)
    const attachments = entry.attachments.map((one, i) => (i === index ? { ...one, uploadedId } : one))
    entry = await save({ ...entry, attachments })
  }
  const spec: Pick<AnyEndpoint, 'id' | 'method' | 'path' | 'idempotent'> = {
    id: entry.endpointId,
    method: entry.method,
    path: entry.path,
    idempotent: 'key',
  }
  return api.send(spec as AnyEndpoint, { body: bodyOf(entry, before) }, { key: entry.key, retry: false })
}
