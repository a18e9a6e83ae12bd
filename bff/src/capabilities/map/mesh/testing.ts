import type { Mesh } from '@liren/contract/map/mesh'
import type { Stage } from '@liren/contract/map/stage'
import type { Answer, TestApp } from '../../../../test/app.ts'

interface Query {
  readonly name: string
  readonly source: string
  readonly stage: Stage
  readonly takenOn: string
  readonly placeId: string
  readonly longitude: number
  readonly latitude: number
  readonly elevation: number
  readonly heading: number
  readonly scale: number
  readonly version: number
}

let keys = 0
/** Sends a file as the page of models does. */
export async function sendMesh(
  app: Pick<TestApp, 'origin'>,
  token: string,
  query: Partial<Query>,
  file: Uint8Array<ArrayBuffer>,
  path = '/api/map/meshes',
): Promise<Answer<Mesh>> {
  const form = new FormData()
  form.append('file', new Blob([file]), 'model.glb')
  const search = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]))
  const response = await fetch(`${app.origin}${path}?${search}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': `mesh-key-${String(++keys).padStart(8, '0')}` },
    body: form,
  })
  const text = await response.text()
  const body = JSON.parse(text) as Mesh & { error?: Answer['error'] }
  return { status: response.status, headers: response.headers, body, text, error: body.error }
}
