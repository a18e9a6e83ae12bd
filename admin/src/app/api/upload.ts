import { ApiError, noNetwork, readError } from '@liren/client/kernel/api-error'
import { type Answer, addressOf, type LooseInput } from '@liren/client/kernel/request'
import type { AnyEndpoint } from '@liren/contract'
import { newKey } from './call.ts'
import { gate } from './gate.ts'

interface Sending extends Pick<LooseInput, 'params' | 'query'> {
  /** From 0 to 1, while the bytes leave. */
  readonly onProgress?: (part: number) => void
  readonly signal?: AbortSignal
  /** The same key at another attempt sends the same file once. */
  readonly key?: string
}

/** Sends one file from this computer; refusals come as the error that any other request would give. */
export async function upload<E extends AnyEndpoint>(
  endpoint: E,
  file: File,
  { onProgress, signal, key = newKey(), ...about }: Sending = {},
): Promise<Answer<E>> {
  const address = addressOf(endpoint, about)
  for (let attempt = 0; ; attempt += 1) {
    try {
      return JSON.parse(await sendOnce(endpoint.method, address, file, key, onProgress, signal)) as Answer<E>
    } catch (error) {
      if (!(error instanceof ApiError) || attempt >= 2 || !(await gate.pass(error, endpoint))) throw error
    }
  }
}

// fetch tells nothing of what has left already.
const sendOnce = (
  method: string,
  address: string,
  file: File,
  key: string,
  onProgress: ((part: number) => void) | undefined,
  signal: AbortSignal | undefined,
) =>
  new Promise<string>((done, refused) => {
    const request = new XMLHttpRequest()
    request.open(method, address)
    request.setRequestHeader('x-liren-csrf', '1')
    request.setRequestHeader('idempotency-key', key)
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0)
    request.onload = () =>
      request.status >= 200 && request.status < 300
        ? done(request.responseText)
        : refused(readError(request.status, request.responseText, {}))
    request.onerror = () => refused(noNetwork())
    request.onabort = () => refused(noNetwork())
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    const form = new FormData()
    form.append('file', file, file.name)
    request.send(form)
  })
