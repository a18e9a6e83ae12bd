import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createCryptoProvider } from './create.ts'
import { holdsNow, makePackage, openPackage, PackageError, type Receiving } from './exchange-package.ts'

const crypto = createCryptoProvider()
const house = crypto.generateKeyPair()
const partner = crypto.generateKeyPair()
const content = Buffer.concat([Buffer.from('身份证号 990102'), randomBytes(3000)])

const made = (over: { content?: Buffer } = {}) =>
  makePackage(
    { crypto, bytes: randomBytes },
    {
      ...{ id: 'trace-1', from: { keyId: 'house-1', privateKey: house.privateKey } },
      ...{ to: { partner: 'partner-1', certificate: partner.publicKey }, madeAt: '2026-03-02T02:00:00.000Z', name: '人员.xlsx', content },
      ...over,
    },
  )
const receiving: Receiving = { ...partner, houseKeys: new Map([['house-1', house.publicKey]]) }
const open = (text: string, over: Partial<Receiving> = {}) => openPackage(crypto, text, { ...receiving, ...over })
const faultOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    return error instanceof PackageError ? error.fault : String(error)
  }
  return 'opened'
}

describe('packages for partners', () => {
  it('gives back what was sent, byte by byte, and shows nothing of it on the way', () => {
    const text = made()
    expect(open(text)).toMatchObject({ id: 'trace-1', from: 'house-1', name: '人员.xlsx', content })
    expect(text).not.toContain('990102')
    expect(made()).not.toBe(text)
    expect(open(made({ content: Buffer.alloc(0) })).content).toHaveLength(0)
  })

  it('refuses a package of which any one part was changed', () => {
    const whole = JSON.parse(made()) as Record<string, unknown> & { to: Record<string, string> }
    const parts = Object.keys(whole).filter((part) => part !== 'format' && part !== 'to' && part !== 'from')
    expect(parts).toEqual(['id', 'madeAt', 'name', 'key', 'iv', 'content', 'signature'])
    const other = (value: unknown) => String(value).replace(/[A-Za-z0-9](?=[^A-Za-z0-9]*$)/, (sign) => (sign === 'A' ? 'B' : 'A'))
    for (const part of parts)
      expect(
        faultOf(() => open(JSON.stringify({ ...whole, [part]: other(whole[part]) }))),
        part,
      ).toBe('altered')
    for (const part of ['partner', 'key'])
      expect(
        faultOf(() => open(JSON.stringify({ ...whole, to: { ...whole.to, [part]: other(whole.to[part]) } }))),
        part,
      ).toBe('altered')
    expect(faultOf(() => open(JSON.stringify(whole)))).toBe('opened')
  })

  it('refuses another key, another house, a sender nobody knows, and what is no package', () => {
    const stranger = crypto.generateKeyPair()
    expect(faultOf(() => open(made(), stranger))).toBe('another-key')
    expect(faultOf(() => open(made(), { privateKey: stranger.privateKey }))).toBe('another-key')
    expect(faultOf(() => open(made(), { houseKeys: new Map([['house-1', stranger.publicKey]]) }))).toBe('altered')
    expect(faultOf(() => open(made(), { houseKeys: new Map() }))).toBe('sender-unknown')
    for (const text of ['', '{', '[]', 'null', '{"format":"LIREN-PACKAGE-1"}', made().replace('LIREN-PACKAGE-1', 'LIREN-PACKAGE-2')])
      expect(
        faultOf(() => open(text)),
        text.slice(0, 40),
      ).toBe('malformed')
  })

  it('takes no text for a certificate that holds', () => {
    expect(holdsNow('', 0)).toBe(false)
    expect(holdsNow(partner.publicKey, Date.now())).toBe(false)
  })
})
