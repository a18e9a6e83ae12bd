import type { Answer, TestApp } from './app.ts'

interface Sent {
  readonly token: string
  readonly file: { readonly name: string; readonly content: string | Uint8Array<ArrayBuffer> }
  readonly query?: object | undefined
}

let keys = 0
/** Uploads one file as a page does: as a form, with what is said of it in the address. */
export async function sendFile<T>(app: Pick<TestApp, 'origin'>, path: string, { token, file, query = {} }: Sent): Promise<Answer<T>> {
  const form = new FormData()
  form.append('file', new Blob([file.content]), file.name)
  const search = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]))
  const response = await fetch(`${app.origin}${path}?${search}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': `file-key-${String(++keys).padStart(10, '0')}` },
    body: form,
  })
  const text = await response.text()
  const body = JSON.parse(text) as T & { error?: Answer['error'] }
  return { status: response.status, headers: response.headers, body, text, error: body.error }
}
