import { file } from '@liren/contract/capabilities/file'
import { ApiError, noNetwork, readError } from './kernel/api-error.ts'
import type { UploadKept } from './outbox/send-entry.ts'
import type { Files, UploadTask } from './platform.ts'

export interface Uploader {
  /** Start at once when a photo is chosen; the ring of the picker follows it. */
  begin(file: string, key: string, to?: string): { readonly done: Promise<string>; readonly task: UploadTask }
  /** The same for the outbox, which only waits. */
  readonly upload: UploadKept
}

export function createUploader(parts: { base: string; files: Files; token: () => string | null }): Uploader {
  const begin: Uploader['begin'] = (kept, key, to = file.endpoints.upload.path) => {
    const token = parts.token()
    const headers: Record<string, string> = { 'idempotency-key': key }
    if (token !== null) headers.authorization = `Bearer ${token}`
    const task = parts.files.upload(kept, { url: parts.base + to, headers, field: 'file' })
    const done = task.done.then(
      ({ status, text }) => {
        if (status < 200 || status >= 300) throw readError(status, text, {})
        return (JSON.parse(text) as { id: string }).id
      },
      (error: unknown) => {
        throw error instanceof ApiError ? error : noNetwork()
      },
    )
    return { done, task }
  }
  return { begin, upload: (kept, key, to) => begin(kept, key, to).done }
}
