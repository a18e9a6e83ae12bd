import { type PlayedBridge, playBridge } from '@liren/bff/capabilities/device/testing'
import { createCryptoProvider } from '@liren/bff/kernel/crypto/create'
import type { Liren } from '../liren.ts'

/** A bridge of this house that a journey plays: its devices speak when the journey says so. */
export async function playBridgeOf(house: Liren, admin: string, code: string): Promise<PlayedBridge> {
  const call = async (method: string, path: string, { token, body }: { token?: string; body?: unknown } = {}) => {
    const answer = await fetch(house.url + path, {
      method,
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, text, body: JSON.parse(text || 'null') as never, error: undefined }
  }
  const now = () => Date.now()
  return playBridge({ call: call as never, clock: { now }, kernel: { crypto: createCryptoProvider() } }, admin, code)
}
