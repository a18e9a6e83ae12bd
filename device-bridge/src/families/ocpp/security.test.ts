import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeCertificates } from '../../../test/certificates.ts'
import { openStand, until } from '../../../test/stand.ts'
import { dialPile } from '../../protocols/ocpp16/play.ts'
import { dialStation } from '../../protocols/ocpp201/play.ts'

const certificates = makeCertificates()
const { make, read, file, fingerprint } = certificates
const secret = 'correct-horse-battery'

beforeAll(() => {
  make('authority')
  make('stranger')
  make('127.0.0.1', 'authority')
  make('pile-3', 'authority')
  make('pile-4', 'authority')
  make('forged', 'stranger')
})
afterAll(certificates.remove)

describe.each([
  { protocol: 'ocpp16', dial: dialPile, boot: { chargePointVendor: 'V', chargePointModel: 'M' } },
  { protocol: 'ocpp201', dial: dialStation, boot: { reason: 'PowerUp', chargingStation: { vendorName: 'V', model: 'M' } } },
])('security of $protocol', ({ protocol, dial, boot }) => {
  const ends: (() => unknown)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })
  async function stand() {
    const opened = await openStand(
      [
        { code: 'pile-2', protocol, kind: 'pile', security: 'tls', secret },
        { code: 'pile-3', protocol, kind: 'pile', security: 'certificate', certificateFingerprint: fingerprint('pile-3') },
        { code: 'pile-5', protocol, kind: 'pile', security: 'certificate', certificateFingerprint: fingerprint('forged') },
      ],
      {
        env: {
          LIREN_BRIDGE_TLS_CERT: file('127.0.0.1.pem'),
          LIREN_BRIDGE_TLS_KEY: file('127.0.0.1.key'),
          LIREN_BRIDGE_TLS_CA: file('authority.pem'),
        },
      },
    )
    ends.push(opened.close)
    const call = async (identity: string, options: { password?: string; shows?: string; isPlain?: boolean; believes?: string } = {}) => {
      const port = opened.bridge.ports[`${protocol}.${options.isPlain ? 'http' : 'https'}`]
      const { shows, password, believes = 'authority' } = options
      const own = shows === undefined ? {} : { cert: read(`${shows}.pem`), key: read(`${shows}.key`) }
      const pile = await dial(`${options.isPlain ? 'ws' : 'wss'}://127.0.0.1:${port}`, {
        now: () => Date.now(),
        identity,
        ...(password === undefined ? {} : { password }),
        // The certificate names no address; false means that nothing is wrong with that.
        tls: { ca: read(`${believes}.pem`), checkServerIdentity: () => false, ...own },
      })
      ends.push(pile.close)
      return pile
    }
    return { ...opened, call }
  }

  test('profile 2: its password over TLS; in the clear even the right one is refused', async () => {
    const { call, platform } = await stand()
    await expect(call('pile-2', { password: secret, isPlain: true })).rejects.toThrow(/403/)
    await expect(call('pile-2', { password: 'guess' })).rejects.toThrow(/401/)
    await expect(call('pile-2', { password: secret, believes: 'stranger' })).rejects.toThrow(/certificate|unable/)
    const pile = await call('pile-2', { password: secret })
    expect(await pile.call('BootNotification', boot)).toMatchObject({ status: 'Accepted' })
    await until(() => platform.told('pile-2', 'device.described').length === 1)
  })

  test('profile 3: its own certificate of our authority, and nothing less', async () => {
    const { call, platform } = await stand()
    await expect(call('pile-3')).rejects.toThrow(/403/)
    await expect(call('pile-3', { password: secret })).rejects.toThrow(/403/)
    await expect(call('pile-3', { shows: 'pile-4' })).rejects.toThrow(/403/)
    await expect(call('pile-3', { isPlain: true, shows: 'pile-3' })).rejects.toThrow(/403/)
    // Registered with its fingerprint, but signed by somebody else.
    await expect(call('pile-5', { shows: 'forged' })).rejects.toThrow(/403/)
    const pile = await call('pile-3', { shows: 'pile-3' })
    expect(await pile.call('BootNotification', boot)).toMatchObject({ status: 'Accepted' })
    await until(() => platform.told('pile-3', 'device.described').length === 1)
  })
})
