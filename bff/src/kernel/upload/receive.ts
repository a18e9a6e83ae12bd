import type { IncomingMessage } from 'node:http'
import { fileErrors, maxFileBytes } from '@liren/contract/capabilities/file'
import busboy, { type Busboy } from 'busboy'
import { type AppError, refuse, refuseWith } from '../errors.ts'

/** Headers, boundaries and small fields around the file. */
const overhead = 16 * 1024
const fieldName = 'file'

/** How large the file may be, and what is said of a larger one. */
export interface FileLimit {
  readonly bytes: number
  tooLarge(): AppError
}
const usual: FileLimit = { bytes: maxFileBytes, tooLarge: () => refuseWith(fileErrors, 'file.too-large') }

/** Reads the one file of a multipart request into memory, giving up at the first byte too many. */
export async function receiveFile(request: IncomingMessage, limit: FileLimit = usual): Promise<Buffer> {
  try {
    if (Number(request.headers['content-length'] ?? 0) > limit.bytes + overhead) throw limit.tooLarge()
    return await read(request, open(request, limit), limit)
  } catch (error) {
    // The rest is dropped unread, so that the caller gets to hear why.
    request.resume()
    throw error
  }
}

function open(request: IncomingMessage, limit: FileLimit): Busboy {
  try {
    return busboy({
      headers: request.headers,
      limits: { files: 1, fileSize: limit.bytes, fields: 4, fieldSize: 1024, fieldNameSize: 64, parts: 6, headerPairs: 20 },
    })
  } catch (cause) {
    throw refuse('request.unsupported-type', { cause })
  }
}

function read(request: IncomingMessage, form: Busboy, limit: FileLimit): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let file: Buffer | undefined
    const stop = (error: AppError) => {
      request.unpipe(form)
      form.removeAllListeners()
      form.on('error', () => {})
      reject(error)
    }
    const malformed = (cause?: unknown) => stop(refuse('request.malformed', { cause }))
    form.on('file', (name, stream) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('limit', () => stop(limit.tooLarge()))
      stream.on('error', malformed)
      stream.on('close', () => {
        if (name === fieldName && !stream.truncated) file = Buffer.concat(chunks)
      })
    })
    form.on('filesLimit', () => stop(refuseWith(fileErrors, 'file.too-many')))
    form.on('fieldsLimit', () => malformed())
    form.on('partsLimit', () => malformed())
    form.on('error', malformed)
    form.on('close', () => (file === undefined ? stop(refuseWith(fileErrors, 'file.missing')) : resolve(file)))
    request.on('aborted', () => malformed())
    request.pipe(form)
  })
}
