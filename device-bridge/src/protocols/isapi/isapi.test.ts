import { builtinProducts } from '@liren/contract/thing/builtin/index'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { notInModel } from '../../../test/model.ts'
import { openStand, until } from '../../../test/stand.ts'
import { createMultipartReader } from '../multipart.ts'
import { digestOf } from './digest.ts'
import { isapi } from './index.ts'
import { playTerminal } from './play.ts'
import { accessNotice, alertNotice, anprNotice, badNotices, goodNotices } from './samples.ts'

const secret = 'terminal-password-1'

describe('notices', () => {
  test.each(badNotices)('$text is refused', ({ text, at, why }) => {
    const decoded = isapi.decode(Buffer.from(text))
    if (decoded.ok) throw new Error('it was believed')
    expect(decoded.why).toMatch(why)
    expect(decoded.at).toBe(at)
  })
  test.each(goodNotices)('$says.kind is read: $text', ({ text, says }) => {
    const decoded = isapi.decode(Buffer.from(text))
    if (!decoded.ok) throw new Error(`byte ${decoded.at}: ${decoded.why}`)
    expect(decoded.value).toMatchObject(says)
  })
  test('any text is survived', () => {
    fc.assert(fc.property(fc.string({ maxLength: 60 }), (text) => void isapi.decode(Buffer.from(`<${text}`))))
    fc.assert(
      fc.property(
        fc.json(),
        (text) => void isapi.decode(Buffer.from(`{"eventType":"AccessControllerEvent","AccessControllerEvent":${text}}`)),
      ),
    )
  })
  test('parts are cut wherever the stream is, with either end of line, and with a boundary inside of a picture', () => {
    const picture = Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.from('\r\n--b\r\n')])
    const stream = Buffer.concat([
      Buffer.from('noise\r\n--b\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{"a":1}\r\n'),
      Buffer.from(`--b\nContent-Type: image/jpeg\nContent-Length: ${picture.length}\n\n`),
      picture,
      Buffer.from('\n--b\r\nContent-Disposition: form-data; name="event_log"; filename="x.json"\r\n\r\n{"c":3}\r\n--b--\r\n'),
    ])
    fc.assert(
      fc.property(fc.array(fc.nat({ max: stream.length }), { maxLength: 8 }), (cuts) => {
        const reader = createMultipartReader('b')
        const at = [0, ...cuts.sort((x, y) => x - y), stream.length]
        const parts = at.slice(1).flatMap((end, i) => reader.push(stream.subarray(at[i], end)))
        expect(parts.map(({ body }) => body.toString('latin1'))).toEqual(['{"a":1}', picture.toString('latin1'), '{"c":3}'])
        expect(parts[2]).toMatchObject({ name: 'event_log', file: 'x.json' })
      }),
    )
    const endless = createMultipartReader('b', 100)
    endless.push(Buffer.concat([Buffer.from('--b\r\nContent-Length: 101\r\n\r\n'), Buffer.alloc(50)]))
    expect(endless.isLost).toBe(true)
  })
  test('the answer to a challenge is that of RFC 2617, and other ways of asking are not guessed', () => {
    const challenge =
      'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"'
    const given = { method: 'GET', path: '/dir/index.html', user: 'Mufasa', password: 'Circle Of Life', cnonce: '0a4f113b' }
    expect(digestOf(challenge, given)).toContain('response="6629fae49393a05397450978507c4ef1"')
    expect(digestOf('Basic realm="x"', given)).toBeUndefined()
    expect(digestOf('Digest realm="x", nonce="y", algorithm=SHA-256', given)).toBeUndefined()
  })
})

describe('a terminal on the line', () => {
  const ends: (() => unknown)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })
  async function stand(more: object = {}) {
    const opened = await openStand([{ code: 'door-1', protocol: 'isapi', kind: 'door', secret, ...more }])
    ends.push(opened.close)
    const url = `http://127.0.0.1:${opened.bridge.httpPort}/isapi/door-1/${secret}`
    const post = async (body: string | Buffer, type = 'application/json', to = url) =>
      (await fetch(to, { method: 'POST', headers: { 'content-type': type }, body })).status
    return { ...opened, url, post }
  }
  async function played(options: Partial<Parameters<typeof playTerminal>[0]> = {}) {
    const terminal = await playTerminal({ password: secret, ...options })
    ends.push(terminal.close)
    return terminal
  }

  test('a wrong secret, another device, nonsense and a picture without a notice are refused and kept', async () => {
    const { post, url, platform } = await stand({ mac: '00:00:5e:00:53:01' })
    expect(await post(accessNotice(1), 'application/json', url.replace(secret, 'guess'))).toBe(403)
    expect(await post('nonsense')).toBe(400)
    expect(await post(anprNotice)).toBe(400)
    expect(await post('--x\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8\r\n--x--', 'multipart/form-data; boundary=x')).toBe(400)
    await until(() => platform.told('door-1', 'frame.unknown').length === 3)
    expect(platform.told('door-1', 'passage')).toEqual([])
  })

  test('a passage is told once with the time of the terminal, codes that are not certain stay numbers, a gap is said', async () => {
    const { post, platform } = await stand()
    for (let i = 0; i < 2; i++) expect(await post(accessNotice(42))).toBe(200)
    const form = `--x\r\nContent-Disposition: form-data; name="event_log"\r\n\r\n${accessNotice(45, { subEventType: 1, cardNo: '8001', employeeNoString: undefined })}\r\n--x\r\nContent-Disposition: form-data; name="Picture"\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8\r\n--x--\r\n`
    expect(await post(form, 'multipart/form-data; boundary=x')).toBe(200)
    for (const [i, minor] of [21, 22, 999].entries()) await post(accessNotice(46 + i, { subEventType: minor }))
    await until(() => platform.told('door-1', 'event.reported').length === 1)
    expect(platform.told('door-1', 'passage')).toMatchObject([
      { at: Date.UTC(2026, 2, 1), values: { door: 1, isGranted: true, method: 'face', credential: '1001', record: 42 } },
      { values: { method: 'card', credential: '8001' } },
    ])
    expect(platform.told('door-1', 'door.unlocked')).toHaveLength(1)
    expect(platform.told('door-1', 'door.locked')).toHaveLength(1)
    expect(platform.told('door-1', 'device.log').map(({ values }) => 'text' in values && values.text)).toEqual([
      'records 43 to 44 never came',
    ])
    const model = builtinProducts.find(({ code }) => code === 'face-terminal')
    expect(notInModel(model?.thing, platform.events)).toEqual([])
  })

  test('plates and what cameras find arrive as what they are; signs of life say nothing', async () => {
    const { post, platform } = await stand({ direction: 'out', lane: 3 })
    await post(anprNotice, 'application/xml')
    await post(anprNotice, 'application/octet-stream')
    for (const text of [
      alertNotice('linedetection', 'active'),
      alertNotice('shelteralarm', 'active'),
      alertNotice('videoloss', 'active'),
      alertNotice('VMD', 'inactive'),
      alertNotice('videoloss', 'inactive'),
    ])
      await post(text, 'application/xml')
    await until(() => platform.told('door-1', 'camera.detected').length === 1)
    expect(platform.told('door-1').map(({ type }) => type)).toEqual([
      'device.online',
      'plate.read',
      'camera.intrusion',
      'camera.occluded',
      'camera.video-lost',
      'camera.detected',
    ])
    expect(platform.told('door-1', 'plate.read')[0]?.values).toMatchObject({
      plate: 'WX1234A',
      direction: 'out',
      lane: 3,
      confidencePercent: 92,
    })
    const models = ['plate-camera', 'camera-isapi'].map((wanted) => builtinProducts.find(({ code }) => code === wanted)?.thing)
    const unknown = models.map((model) => notInModel(model, platform.events))
    expect(unknown[0]?.filter((type) => unknown[1]?.includes(type))).toEqual([])
  })

  test('its stream is read, and read again after it ended', async () => {
    const terminal = await played()
    const { platform } = await stand({ url: terminal.url, listens: true })
    await until(() => terminal.streams.size === 1)
    terminal.tell(alertNotice('videoloss', 'inactive'))
    terminal.tell(accessNotice(1), 'application/json')
    terminal.tell(Buffer.from([0xff, 0xd8, 0xff]), 'image/jpeg')
    await until(() => platform.told('door-1', 'passage').length === 1)
    for (const stream of terminal.streams) stream.destroy()
    await until(() => terminal.streams.size === 0)
    await until(() => terminal.streams.size === 1)
    terminal.tell(accessNotice(2), 'application/json')
    await until(() => platform.told('door-1', 'passage').length === 2)
  })

  test('a refused password is said once and not tried again: more would lock the account', async () => {
    const terminal = await played({ password: 'another-password-1' })
    const { platform } = await stand({ url: terminal.url, listens: true })
    await until(() => platform.told('door-1', 'device.fault').length === 1)
    const open = platform.command('door-1', { name: 'door.open', values: {} })
    await until(() => platform.statesOf(open).at(-1) === 'failed')
    expect(terminal.refused).toBe(1)
  })

  test('a door is open when the terminal says so, a barrier when its state does; a stuck one is not', async () => {
    const terminal = await played()
    const { platform } = await stand({ url: terminal.url, listens: true })
    await until(() => terminal.streams.size === 1)
    const open = platform.command('door-1', { name: 'door.open', values: { door: 2 } })
    await until(() => platform.statesOf(open).at(-1) === 'accepted')
    terminal.tell(accessNotice(3, { subEventType: 21, doorNo: 2 }), 'application/json')
    await until(() => platform.statesOf(open).at(-1) === 'done')
    expect(terminal.asked[0]).toContain('PUT /ISAPI/AccessControl/RemoteControl/door/2 ')
    const barrier = platform.command('door-1', { name: 'barrier.open', values: {} })
    await until(() => platform.statesOf(barrier).at(-1) === 'done')
    const stuck = await played({ isStuck: true })
    const other = await stand({ url: stuck.url })
    const never = other.platform.command('door-1', { name: 'barrier.open', values: {} }, 1500)
    await until(() => other.platform.statesOf(never).at(-1) === 'failed')
    expect(other.platform.statesOf(never)).toEqual(['sent', 'accepted', 'failed'])
  })
})
