import { builtinProducts } from '@liren/contract/thing/builtin/index'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { notInModel } from '../../../test/model.ts'
import { openStand, until } from '../../../test/stand.ts'
import { vzenith } from './index.ts'
import { badPushes, goodPushes } from './samples.ts'
import { heartbeat, plateResult } from './simulate.ts'

const serial = 'fe71e106-57263272'
const secret = 'a-camera-secret-0001'

describe('pushes', () => {
  test.each(badPushes)('$text is refused', ({ text, at, why }) => {
    const decoded = vzenith.decode(Buffer.from(text))
    if (decoded.ok) throw new Error('it was believed')
    expect(decoded.why).toMatch(why)
    expect(decoded.at).toBe(at)
  })
  test.each(goodPushes)('$says.kind is read: $text', ({ text, says }) => {
    const decoded = vzenith.decode(Buffer.from(text))
    if (!decoded.ok) throw new Error(decoded.why)
    expect(decoded.value).toMatchObject(says)
  })
  test('any text is survived, and a plate in the letters of GB 18030 is read', () => {
    fc.assert(fc.property(fc.json(), (text) => void vzenith.decode(Buffer.from(`{"AlarmInfoPlate":${text}}`))))
    const json = JSON.stringify(plateResult(serial, '#A12345', 1, 0))
    const [before = '', after = ''] = json.split('#')
    const gbk = Buffer.concat([Buffer.from(before), Buffer.from([0xd5, 0xe3]), Buffer.from(after)])
    expect(vzenith.decode(gbk)).toMatchObject({ ok: true, value: { plate: { license: '浙A12345' } } })
  })
})

describe('a camera on the line', () => {
  const ends: (() => unknown)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })
  async function stand(more: object = {}) {
    const opened = await openStand([
      { code: 'cam-1', protocol: 'vzenith', kind: 'barrier', serial, secret, lane: 2, direction: 'in', ...more },
    ])
    ends.push(opened.close)
    const url = `http://127.0.0.1:${opened.bridge.httpPort}/vzenith/cam-1/${secret}`
    const post = async (body: object | string, headers: Record<string, string> = {}, to = url) => {
      const answer = await fetch(to, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) })
      return { status: answer.status, told: (await answer.json()) as { Response_AlarmInfoPlate?: Record<string, unknown> } }
    }
    const beat = (of = serial) => post(heartbeat(of).body, heartbeat(of).headers)
    return { ...opened, url, post, beat }
  }
  const at = Date.UTC(2026, 2, 1)

  test('a wrong secret, another camera, another serial and nonsense are refused and kept', async () => {
    const { post, beat, platform, url } = await stand()
    expect((await post(plateResult(serial, '浙A1', 1, at), {}, url.replace(secret, 'guess'))).status).toBe(403)
    expect((await post({}, {}, url.replace('cam-1', 'cam-2'))).status).toBe(403)
    expect((await post(plateResult('other', '浙A1', 1, at))).status).toBe(403)
    expect((await beat('other')).status).toBe(403)
    expect((await post('{"AlarmInfoPlate":1}')).status).toBe(400)
    await until(() => platform.told('cam-1', 'frame.unknown').length === 3)
    expect(platform.told('cam-1', 'plate.read')).toEqual([])
  })

  test('a plate is told once with the time of the camera, and its answer opens nothing', async () => {
    const { post, platform } = await stand()
    const first = await post(plateResult(serial, '浙A·12345', 7, at))
    expect(first.told.Response_AlarmInfoPlate).toEqual({ info: 'no', plateid: 7, content: 'retransfer_stop' })
    await post(plateResult(serial, '浙A·12345', 7, at))
    await post(plateResult(serial, '_无_', 7, at + 60_000))
    await until(() => platform.told('cam-1', 'plate.read').length === 2)
    expect(platform.told('cam-1', 'plate.read')).toMatchObject([
      { at, values: { plate: '浙A12345', colour: 'green', direction: 'in', lane: 2, trigger: 'video', record: '7' } },
      { at: at + 60_000, values: { plate: '' } },
    ])
    const model = builtinProducts.find(({ code }) => code === 'plate-camera')
    expect(notInModel(model?.thing, platform.events)).toEqual([])
  })

  test('the barrier opens in the answer to the next question, and is done at its contact', async () => {
    const { post, beat, platform } = await stand({ gateInput: 1 })
    await post(plateResult(serial, '浙A1', 1, at))
    const question = beat()
    const open = platform.command('cam-1', { name: 'barrier.open', values: {} })
    expect((await question).told.Response_AlarmInfoPlate).toEqual({ ivs_ioctrl: { io: 0, value: 2, delay: 500 } })
    await until(() => platform.statesOf(open).at(-1) === 'sent')
    await post(plateResult(serial, '浙A2', 2, at))
    await until(() => platform.statesOf(open).at(-1) === 'accepted')
    await post({ AlarmGioIn: { serialno: serial, result: { TriggerResult: { source: 1, value: 1 } } } })
    await until(() => platform.statesOf(open).at(-1) === 'done')
    expect(platform.told('cam-1', 'barrier.opened')).toHaveLength(1)
    await post({ AlarmGioIn: { serialno: serial, result: { TriggerResult: { source: 0, value: 1 } } } })
    await until(() => platform.told('cam-1', 'loop.changed').length === 1)
  })

  test('a record of the past is confirmed, asked on, and never opens, whatever waits', async () => {
    const { post, platform } = await stand({ isComet: false })
    await post(plateResult(serial, '浙A1', 1, at))
    platform.command('cam-1', { name: 'barrier.open', values: {} })
    await new Promise((resolve) => setTimeout(resolve, 300))
    const past = await post(plateResult(serial, '浙A3', 3, at - 3_600_000, { isoffline: 1 }))
    expect(past.told.Response_AlarmInfoPlate).toEqual({ ContinuePushOffline: { plateid: 3, continue: 1 } })
    const live = await post(plateResult(serial, '浙A4', 4, at))
    expect(live.told.Response_AlarmInfoPlate).toMatchObject({ info: 'no', plateid: 4, ivs_ioctrl: { value: 2 } })
  })

  test('speaks, takes a picture when it is asked, and says what it cannot do', async () => {
    const { post, beat, platform } = await stand()
    await post(plateResult(serial, '浙A1', 1, at))
    const speak = platform.command('cam-1', { name: 'voice.play', values: { text: '欢迎光临' } })
    const voice = (await beat()).told.Response_AlarmInfoPlate?.playserver_json_request as { voice: string }
    expect(voice.voice).toBe('5qyi6L+O5YWJ5Li0')
    const capture = platform.command('cam-1', { name: 'plate.capture', values: {} })
    expect((await beat()).told.Response_AlarmInfoPlate).toEqual({ manualTrigger: 'ok' })
    await post(plateResult(serial, '浙A1', 2, at, { triggerType: 4 }))
    await until(() => platform.statesOf(capture).at(-1) === 'done' && platform.statesOf(speak).at(-1) === 'accepted')
    const close = platform.command('cam-1', { name: 'barrier.close', values: {} })
    await until(() => platform.statesOf(close).at(-1) === 'failed')
  })
})
