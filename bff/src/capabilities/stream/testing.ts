import type { Stream, StreamResult, StreamSource } from '@liren/contract/capabilities/stream'
import type { TestApp } from '../../../test/app.ts'
import type { Village } from '../../../test/village.ts'
import { body } from '../device/testing.ts'
import { openRules } from '../rule/testing.ts'

export const minute = 60_000

/** Meters that speak through a bridge that the test plays, and sliding windows of the manager of the estate. */
export async function openStreams(app: TestApp, village: Village, bridgeCode = 'stream-bridge') {
  const rules = await openRules(app, village, bridgeCode)
  const { scene } = rules
  const manager = village.tokens.manager
  const write = (more: object = {}) => ({
    ...{ name: '十五分钟平均功率', placeId: village.garden.id, productId: scene.product('meter-1p'), property: 'powerW' },
    ...{ take: 'average', per: 'device', lengthSeconds: 900, stepSeconds: 300, latenessSeconds: 600, ...more },
  })
  const call = <T = Stream>(method: 'POST' | 'PUT' | 'DELETE' | 'GET', path: string, given?: object, token: string = manager) =>
    app.call<T>(method, `/api/streams${path}`, { token, ...(given === undefined ? {} : { body: given }) })
  const make = async (more: object = {}): Promise<Stream> => body(await call('POST', '', write(more)), 201)
  const all = async <T>(path: string): Promise<T[]> => {
    const items: T[] = []
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const next: { items: T[]; next?: string | undefined } = body(
        await call<{ items: T[]; next?: string }>('GET', `${path}?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`),
      )
      items.push(...next.items)
      cursor = next.next
    }
    return items
  }
  const results = (stream: Stream) => all<StreamResult>(`/${stream.id}/results`)
  const sources = (stream: Stream) => all<StreamSource>(`/${stream.id}/sources`)
  return { ...rules, call, write, makeStream: make, results, sources }
}
