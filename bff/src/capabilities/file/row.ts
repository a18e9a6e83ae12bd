import type { Level } from '@liren/contract'
import type { File } from '@liren/contract/capabilities/file'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'

export interface FileRow {
  readonly id: string
  readonly owner_id: string
  readonly kind: File['kind']
  readonly type: string
  readonly bytes: number
  readonly width: number | null
  readonly height: number | null
  readonly digest: string
  readonly level: Level
  readonly created_at: number
  readonly expires_at: number | null
}

/** A file that is there for its owner or its record. */
export async function keptFile(kernel: Kernel, id: string, tx?: Tx): Promise<FileRow | undefined> {
  const [row] = await kernel.store.rows<FileRow>(
    "SELECT id, owner_id, kind, type, bytes, width, height, digest, level, created_at, expires_at FROM files WHERE id = ? AND state = 'kept'",
    [id],
    tx,
  )
  // What has run out is gone, whenever the job comes to remove it.
  return row && (row.expires_at === null || Number(row.expires_at) > kernel.clock.now()) ? row : undefined
}

export const mainKey = (id: string): string => `file/${id}`
export const thumbKey = (id: string): string => `file/${id}.thumb`
