import type { IfcPreview } from '@liren/contract/map/ifc-model'
import type { Stage } from '@liren/contract/map/stage'
import type { Answer, TestApp } from '../../../../test/app.ts'

interface Query {
  readonly version: number
  readonly stage: Stage
  readonly source: string
  readonly takenOn: string
  readonly validTo: string
}
interface Imported {
  readonly placeId: string
  readonly revision: number
  readonly version: number
}

let keys = 0
/** Sends a file as the page of a building does: looked at first, or imported where a query says of what it is. */
export async function sendIfc(
  app: Pick<TestApp, 'origin'>,
  token: string,
  buildingId: string,
  file: string | Uint8Array<ArrayBuffer>,
  query?: Partial<Query>,
): Promise<Answer<IfcPreview & Imported>> {
  const form = new FormData()
  form.append('file', new Blob([file]), 'model.ifc')
  const search = new URLSearchParams(Object.entries(query ?? {}).map(([name, value]): [string, string] => [name, String(value)]))
  const path = `/api/map/buildings/${buildingId}/ifc${query ? `?${search}` : '/preview'}`
  const response = await fetch(`${app.origin}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': `ifc-key-${String(++keys).padStart(10, '0')}` },
    body: form,
  })
  const text = await response.text()
  const body = JSON.parse(text) as IfcPreview & Imported & { error?: Answer['error'] }
  return { status: response.status, headers: response.headers, body, text, error: body.error }
}
