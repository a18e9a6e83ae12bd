import type { OverlayKind, OverlaySummary } from '@liren/contract/map/overlay'
import type { Stage } from '@liren/contract/map/stage'
import type { Answer, TestApp } from '../../../../test/app.ts'

interface Query {
  readonly kind: OverlayKind
  readonly name: string
  readonly source: string
  readonly takenOn: string
  readonly placeId: string
  readonly stage: Stage
  readonly validFrom: string
  readonly validTo: string
}

let keys = 0
/** Sends a file as the page of layers does. */
export async function sendOverlay(
  app: TestApp,
  token: string,
  query: Partial<Query>,
  file: string | Uint8Array<ArrayBuffer>,
): Promise<Answer<OverlaySummary>> {
  const form = new FormData()
  form.append('file', new Blob([file]), 'layer.geojson')
  const response = await fetch(`${app.origin}/api/map/overlays?${new URLSearchParams({ ...query })}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': `overlay-key-${String(++keys).padStart(8, '0')}` },
    body: form,
  })
  const text = await response.text()
  const body = JSON.parse(text) as OverlaySummary & { error?: Answer['error'] }
  return { status: response.status, headers: response.headers, body, text, error: body.error }
}

/** A file with these features, as geographic software writes it. */
export const geoJson = (...features: readonly { geometry: object; properties?: object | null }[]): string =>
  JSON.stringify({ type: 'FeatureCollection', features: features.map((one) => ({ type: 'Feature', properties: null, ...one })) })
