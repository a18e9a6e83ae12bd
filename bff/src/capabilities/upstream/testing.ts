import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { residentIdSign } from '@liren/contract/archive/index'
import type { Partner } from '@liren/contract/capabilities/api'
import type { UpstreamMandate, UpstreamResult, UpstreamSystem } from '@liren/contract/capabilities/upstream'
import type { TestApp } from '../../../test/app.ts'
import type { Village } from '../../../test/village.ts'
import { signatureHeaders, signRequest } from '../../kernel/crypto/signed-request.ts'

/** A number that adds up and belongs to nobody. */
export const paperOf = (n: number): string => {
  const head = `99010219900101${String(n).padStart(2, '0')}1`
  return head + residentIdSign(head)
}

export interface Pushed {
  readonly runId: string
  readonly items: UpstreamResult[]
}

/** Outside systems with keys of their own, as a community registers and grants them. */
export function upstreamScene(app: TestApp, village: Village, admin: string) {
  let nonces = 0
  const keys = new Map<string, { keyId: string; privateKey: string }>()

  const register = async (code: string, more: object = {}): Promise<UpstreamSystem> => {
    const { publicKey, privateKey } = app.kernel.crypto.generateKeyPair()
    const partner = await app.call<Partner>('POST', '/api/partners', {
      token: admin,
      body: { name: code, owner: '外部单位', publicKey, groups: ['upstream'], placeId: village.community.id, perSecond: 1000 },
    })
    keys.set(code, { keyId: partner.body.keyId, privateKey })
    const body = {
      ...{ name: `${code} 系统`, source: 'property', placeId: village.community.id, partnerKeyId: partner.body.keyId, url: null },
      ...{ everyMinutes: 0, isOn: true, version: 0, ...more },
    }
    const made = await app.call<UpstreamSystem>('PUT', `/api/upstream/systems/${code}`, { token: village.tokens.officer, body })
    if (made.status !== 200) throw new Error(made.text)
    return made.body
  }

  const grant = async (system: UpstreamSystem, placeId: string, archives: readonly string[], until = '2026-12-31') => {
    const made = await app.call<UpstreamMandate>('POST', `/api/upstream/systems/${system.id}/mandates`, {
      token: await app.tokenOf(village.ids.officer, 'admin'),
      body: { placeId, archives, until },
    })
    if (made.status !== 201) throw new Error(made.text)
    return made.body
  }

  const push = (code: string, changes: readonly object[], over: { nonce?: string } = {}) => {
    const known = keys.get(code)
    if (!known) throw new Error(`${code} is not registered`)
    const body = { changes: changes.map((change) => ({ changedAt: new Date(app.clock.now()).toISOString(), ...change })) }
    const nonce = over.nonce ?? `nonce-of-an-upstream-test-${String(++nonces).padStart(6, '0')}`
    const made = signRequest(
      app.kernel.crypto,
      known.privateKey,
      { method: 'POST', target: '/api/upstream/changes', body: Buffer.from(JSON.stringify(body)) },
      { keyId: known.keyId, now: app.clock.now(), nonce },
    )
    const headers = Object.fromEntries(Object.entries(signatureHeaders).map(([part, header]) => [header, made[part as keyof typeof made]]))
    return app.call<Pushed>('POST', '/api/upstream/changes', { headers, body })
  }

  return { register, grant, push }
}

/** An outside system on a socket of its own: pages, keys and faults as a test says. */
export async function playSystem() {
  let answer: (cursor: string | null) => { status: number; body: unknown } = () => ({ status: 503, body: {} })
  const asked: { cursor: string | null; key: string | undefined }[] = []
  const server = createServer((request, response) => {
    const cursor = new URL(request.url ?? '/', 'http://system').searchParams.get('cursor')
    asked.push({ cursor, key: request.headers.authorization })
    const { status, body } = answer(cursor)
    response.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    ...{ asked, host: `127.0.0.1:${port}` },
    answers: (next: typeof answer) => {
      answer = next
    },
    close: () => new Promise<void>((done) => server.close(() => done())),
  }
}
