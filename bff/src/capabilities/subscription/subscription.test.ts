import type { Partner } from '@liren/contract/capabilities/api'
import type { Delivery, DeviceMessage, Hook, Subscription } from '@liren/contract/capabilities/subscription'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { canonicalRequest, signatureHeaders, signRequest } from '../../kernel/crypto/signed-request.ts'
import { body } from '../device/testing.ts'
import { openRules } from '../rule/testing.ts'
import { sendingDone, startSending } from './deliver.ts'
import { turnPage } from './flow.ts'
import { tries } from './send.ts'
import { type Heard, playReceiver } from './testing.ts'

const minute = 60_000

describeStores('subscriptions', (open) => {
  let app: TestApp
  let village: Village
  let set: Awaited<ReturnType<typeof openRules>>
  let receiver: Awaited<ReturnType<typeof playReceiver>>
  let admin: string
  const keys = { publicKey: '', privateKey: '' }
  let nonces = 0
  beforeAll(async () => {
    receiver = await playReceiver()
    app = await startTestApp(open, { settings: { LIREN_HOOK_HOSTS: receiver.host, LIREN_REDIS_URL: '' } })
    village = await makeVillage(app)
    set = await openRules(app, village, 'flow-bridge')
    admin = set.scene.admin
    Object.assign(keys, app.kernel.crypto.generateKeyPair())
  })
  afterAll(async () => {
    await app.close()
    await receiver.close()
  })

  // Nobody of one test listens to the devices of the next.
  afterEach(() =>
    app.kernel.store.tx(async (tx) => {
      await app.kernel.store.run('UPDATE subscriptions SET is_enabled = 0', [], tx)
      await turnPage(app.kernel, tx)
    }),
  )

  const post = <T>(path: string, given: object, token = admin) => app.call<T>('POST', path, { token, body: given })
  const hookBody = (more: object = {}) => ({
    ...{ name: '区平台', placeId: village.city.id, url: receiver.url, signedBy: 'hmac-sm3', partnerId: null, ...more },
  })
  const hook = async (more: object = {}) => body(await post<{ hook: Hook; secret: string }>('/api/subscription-hooks', hookBody(more)), 201)
  const wish = (more: object = {}) => ({
    ...{ name: '路灯数据', placeId: village.estate.id, source: { by: 'kind', kinds: ['lamp'] }, types: ['lamp.*'], where: [] },
    ...{ target: { to: 'table' }, isEnabled: true, ...more },
  })
  const subscribe = async (more: object = {}) => body(await post<Subscription>('/api/subscriptions', wish(more)), 201)
  const partner = async (more: object = {}) =>
    body(
      await post<Partner>('/api/partners', {
        ...{ name: '能耗应用', owner: '街道', publicKey: keys.publicKey, groups: ['device', 'subscription', 'live'] },
        ...{ placeId: village.estate.id, perSecond: 1000, ...more },
      }),
      201,
    )
  const asPartner = <T>({ keyId }: Pick<Partner, 'keyId'>, method: string, target: string, given?: object) => {
    const text = given === undefined ? '' : JSON.stringify(given)
    const parts = { keyId, now: app.clock.now(), nonce: `flow-nonce-${String(++nonces).padStart(10, '0')}` }
    const made = signRequest(app.kernel.crypto, keys.privateKey, { method, target, body: Buffer.from(text) }, parts)
    const headers = Object.fromEntries(Object.entries(signatureHeaders).map(([part, name]) => [name, made[part as keyof typeof made]]))
    return app.call<T>(method, target, { headers, ...(given === undefined ? {} : { body: text }) })
  }
  const messages = async (id: string, token = admin) =>
    body(await app.call<{ items: DeviceMessage[] }>('GET', `/api/subscriptions/${id}/messages?limit=100`, { token })).items
  const deliveries = async (hookId: string) =>
    body(await app.call<{ items: Delivery[] }>('GET', `/api/subscription-deliveries?hookId=${hookId}`, { token: admin })).items
  const sent = async () => {
    await startSending(app.kernel)
    await sendingDone(app.kernel)
  }
  let number = 0
  const device = async (product = 'street-lamp', more: object = {}) => {
    const code = `flow-${++number}`
    return { ...(await set.device(code, product, more)), code }
  }
  const fault = (code: string, kind: string) => set.say(code, 'lamp.fault', { kind, isActive: true })
  const canonicalOf = (one: Heard) =>
    canonicalRequest(
      app.kernel.crypto,
      { method: 'POST', target: one.path, body: Buffer.from(one.body) },
      {
        keyId: String(one.headers[signatureHeaders.keyId]),
        time: String(one.headers[signatureHeaders.time]),
        nonce: String(one.headers[signatureHeaders.nonce]),
      },
    )
  const signatureOf = (one: Heard) => Buffer.from(String(one.headers[signatureHeaders.signature]), 'base64')

  it('lets nobody subscribe or read who may not, and nobody for a place that is not theirs', async () => {
    expect((await app.call('POST', '/api/subscriptions', { body: wish() })).status).toBe(401)
    expect((await post('/api/subscriptions', wish(), village.tokens.manager)).status).toBe(403)
    expect((await post('/api/subscription-hooks', hookBody(), village.tokens.manager)).status).toBe(403)
    const kept = await subscribe()
    const path = `/api/subscriptions/${kept.id}/messages`
    expect((await app.call('GET', path, { token: village.tokens.farManager })).status).toBe(404)
    expect((await app.call('GET', path, { token: village.tokens.resident })).status).toBe(403)
    expect((await app.call('GET', path, { token: village.tokens.manager })).status).toBe(200)
  })

  it('refuses an address inside our own walls, without TLS, or with a password in it', async () => {
    const wrong = [
      'http://listen.example.com/',
      'https://127.0.0.1/',
      'https://[::1]/',
      'https://10.1.2.3/',
      'https://169.254.169.254/meta',
    ]
    wrong.push(
      'https://[::ffff:192.168.1.1]/',
      'https://localhost/',
      'https://intranet/',
      'https://a:b@listen.example.com/',
      'file:///etc/passwd',
    )
    wrong.push('https://0x7f.1/', 'https://2130706433/', 'not an address')
    for (const url of wrong) {
      const answer = await post('/api/subscription-hooks', hookBody({ url }))
      expect([url, answer.error?.code]).toEqual([url, 'subscription.address'])
    }
    expect((await post('/api/subscription-hooks', hookBody({ url: 'https://listen.example.com/in' }))).status).toBe(201)
  })

  it('sends nothing to an address that was public when it was written and is private now', async () => {
    const { hook: made } = await hook()
    await app.kernel.store.run('UPDATE hooks SET url = ? WHERE id = ?', ['https://127.0.0.1:1/', made.id])
    body(await post(`/api/subscription-hooks/${made.id}/trials`, {}), 202)
    await app.work()
    await sent()
    expect(await deliveries(made.id)).toMatchObject([{ state: 'dead', fault: 'private', attempts: 1 }])
  })

  it('[ZJWL-7.3.2.1.2-2] tells two applications that subscribed by product and by device only what each asked for', async () => {
    const [first, second, bin] = [await device(), await device(), await device('waste-bin')]
    const [byProduct, byDevice] = [await partner(), await partner({ name: '灯杆应用' })]
    const lamps = await hook({ partnerId: byProduct.id, placeId: village.estate.id })
    const one = await hook({ partnerId: byDevice.id, placeId: village.estate.id })
    const product = { by: 'product', ids: [set.scene.product('street-lamp')] }
    await subscribe({ partnerId: byProduct.id, source: product, types: ['*'], target: { to: 'webhook', hookId: lamps.hook.id } })
    const named = { by: 'device', ids: [second.id] }
    await subscribe({ partnerId: byDevice.id, source: named, types: ['lamp.fault'], target: { to: 'webhook', hookId: one.hook.id } })
    receiver.take()
    await fault(first.code, 'flicker')
    await fault(second.code, 'burned-out')
    await set.say(bin.code, 'bin.level', { percent: 40 })
    await set.say(second.code, 'device.battery', { percent: 50 })
    await sent()
    const came = receiver.take()
    const heardBy = (secret: string) =>
      came
        .filter((heard) => app.kernel.crypto.hmacSm3(Buffer.from(secret, 'hex'), canonicalOf(heard)).equals(signatureOf(heard)))
        .flatMap(({ json }) => json.messages.map((message) => `${message.device.code} ${message.type}`))
    expect(heardBy(lamps.secret).sort()).toEqual([`${first.code} lamp.fault`, `${second.code} device.battery`, `${second.code} lamp.fault`])
    expect(heardBy(one.secret)).toEqual([`${second.code} lamp.fault`])
    expect(came).toHaveLength(4)
  })

  it('signs with the key of the house for whoever wants SM2; one changed byte and it does not fit', async () => {
    const { hook: made } = await hook({ signedBy: 'sm2' })
    body(await post(`/api/subscription-hooks/${made.id}/trials`, {}), 202)
    await app.work()
    await sent()
    const [heard] = receiver.take()
    const { items } = body(await app.call<{ items: { keyId: string; publicKey: string }[] }>('GET', '/api/subscription-keys'))
    const key = items.find(({ keyId }) => keyId === heard?.headers[signatureHeaders.keyId])?.publicKey as string
    expect(app.kernel.crypto.verify(key, canonicalOf(heard as Heard), signatureOf(heard as Heard))).toBe(true)
    const changed = { ...(heard as Heard), body: `${heard?.body} ` }
    expect(app.kernel.crypto.verify(key, canonicalOf(changed), signatureOf(heard as Heard))).toBe(false)
  })

  it('tries again with growing waits, sets aside what nobody takes, and sends it again when asked, in order and once', async () => {
    const { hook: made } = await hook()
    const lamp = await device()
    await subscribe({ source: { by: 'device', ids: [lamp.id] }, target: { to: 'webhook', hookId: made.id } })
    receiver.take()
    receiver.answerWith(503)
    await fault(lamp.code, 'first')
    await fault(lamp.code, 'second')
    await sent()
    // While nobody answers, what comes later waits behind.
    expect(receiver.take()).toHaveLength(1)
    expect((await deliveries(made.id)).map((one) => [one.state, one.attempts])).toEqual([
      ['waiting', 0],
      ['waiting', 1],
    ])
    await sent()
    expect(receiver.take()).toEqual([])
    await app.clock.advance(minute)
    receiver.answerWith(204)
    await sent()
    const kinds = () => receiver.take().map(({ json }) => json.messages[0]?.values.kind)
    expect(kinds()).toEqual(['first', 'second'])
    receiver.answerWith(400)
    await fault(lamp.code, 'unwanted')
    for (let round = 0; round < tries; round++) {
      await sent()
      await app.clock.advance(4 * 60 * minute)
    }
    expect(receiver.take()).toHaveLength(tries)
    const [dead] = await deliveries(made.id)
    expect(dead).toMatchObject({ state: 'dead', status: 400, attempts: tries })
    receiver.answerWith(204)
    const path = `/api/subscription-deliveries/${dead?.id}/replay`
    expect((await post(path, { version: 0 })).error?.code).toBe('stale')
    body(await post<Delivery>(path, { version: dead?.version }))
    await sent()
    expect(kinds()).toEqual(['unwanted'])
    expect((await post(path, { version: (await deliveries(made.id))[0]?.version })).error?.code).toBe('subscription.delivery-state')
  })

  it('follows no redirection, and one address that is away holds up no other', async () => {
    const away = await hook()
    const good = await hook()
    await app.kernel.store.run('UPDATE hooks SET url = ? WHERE id = ?', [`http://${receiver.host.replace(/\d+$/, '1')}/`, away.hook.id])
    receiver.answerWith(302)
    for (const { hook: made } of [away, good]) body(await post(`/api/subscription-hooks/${made.id}/trials`, {}), 202)
    await app.work()
    await sent()
    receiver.answerWith(204)
    expect(receiver.take()).toHaveLength(1)
    expect(await deliveries(good.hook.id)).toMatchObject([{ state: 'waiting', status: 302 }])
    expect((await deliveries(away.hook.id))[0]?.state).toMatch(/dead|waiting/)
  })

  it('an application sees and sends for itself only, within its place and grants; a revoked one hears no more', async () => {
    const lamp = await device()
    const mine = await partner()
    const source = { by: 'device', ids: [lamp.id] }
    const far = await asPartner(mine, 'POST', '/api/subscriptions', wish({ placeId: village.secondHouse.id }))
    expect(far.status).toBe(404)
    const unfit = await partner({ name: '无授权', groups: ['subscription'] })
    expect((await asPartner(unfit, 'POST', '/api/subscriptions', wish())).error?.code).toBe('subscription.partner')
    expect((await post('/api/subscriptions', wish({ partnerId: unfit.id }))).error?.code).toBe('subscription.partner')
    const made = body(await asPartner<Subscription>(mine, 'POST', '/api/subscriptions', wish({ source })), 201)
    expect(made.partner?.id).toBe(mine.id)
    const other = await partner({ name: '别的应用' })
    expect((await asPartner(other, 'GET', `/api/subscriptions/${made.id}/messages`)).status).toBe(404)
    const since = body(await asPartner<{ items: { seq: number }[] }>(mine, 'GET', '/api/live/events?after=0')).items.at(-1)?.seq as number
    await fault(lamp.code, 'flicker')
    expect(body(await asPartner<{ items: DeviceMessage[] }>(mine, 'GET', `/api/subscriptions/${made.id}/messages`)).items).toHaveLength(1)
    const heard = async (who: Partner) =>
      body(await asPartner<{ items: { name: string; subjectId: string }[] }>(who, 'GET', `/api/live/events?after=${since}`)).items.filter(
        (one) => one.name === 'subscription.message' && one.subjectId === made.id,
      )
    expect(await heard(mine)).toHaveLength(1)
    body(await app.call('PATCH', `/api/partners/${mine.id}`, { token: admin, body: { version: mine.version, groups: ['subscription'] } }))
    await fault(lamp.code, 'burned-out')
    expect(await messages(made.id)).toHaveLength(1)
  })

  it('[ZJWL-7.3.2.5.1] carries from a topic with a filter to a table, an address or a topic, only what matches', async () => {
    const [lamp, bin] = [await device(), await device('waste-bin')]
    const { hook: made } = await hook()
    await subscribe({ source: { by: 'place' }, types: ['lamp.fault', 'bin.level'], target: { to: 'topic', topic: 'upkeep' } })
    const full = [{ path: 'percent', is: 'at-least', value: 80 }]
    const source = { by: 'topic', topic: 'upkeep' }
    const table = await subscribe({ source, types: ['bin.*'], where: full })
    await subscribe({
      source,
      types: ['lamp.fault'],
      where: [{ path: 'kind', is: 'equal', value: 'burned-out' }],
      target: { to: 'webhook', hookId: made.id },
    })
    await subscribe({ source, types: ['bin.level'], where: full, target: { to: 'topic', topic: 'full-bins' } })
    const last = await subscribe({ source: { by: 'topic', topic: 'full-bins' }, types: ['*'] })
    const circle = wish({ source: { by: 'topic', topic: 'full-bins' }, target: { to: 'topic', topic: 'upkeep' } })
    expect((await post('/api/subscriptions', circle)).error?.code).toBe('subscription.circle')
    receiver.take()
    await set.say(bin.code, 'bin.level', { percent: 30 })
    await set.say(bin.code, 'bin.level', { percent: 85 })
    await fault(lamp.code, 'flicker')
    await fault(lamp.code, 'burned-out')
    await app.work()
    await sent()
    expect((await messages(table.id)).map((one) => one.values.percent)).toEqual([85])
    expect((await messages(last.id)).map((one) => one.values.percent)).toEqual([85])
    expect(receiver.take().flatMap(({ json }) => json.messages.map((one) => one.values.kind))).toEqual(['burned-out'])
  })

  it('sends what a rule has to tell from the same room, and refuses a rule that names no address of its place', async () => {
    const { hook: made } = await hook()
    const lamp = await device()
    const content = (hookId: string) => ({
      ...{ when: [{ kind: 'event', of: { by: 'device', ids: [lamp.id] }, type: 'lamp.fault', where: [] }], given: [], restSeconds: 0 },
      actions: [{ kind: 'webhook', hookId }],
    })
    const far = await hook({ placeId: village.secondHouse.id })
    for (const id of [far.hook.id, app.kernel.ids.next()])
      expect((await set.post('', set.write({ content: content(id) }))).error?.faults[0]?.path).toBe('body.content.actions.0.hookId')
    const rule = await set.make(content(made.id) as never)
    receiver.take()
    await fault(lamp.code, 'burned-out')
    await sent()
    expect(receiver.take().flatMap(({ json }) => (json.kind === 'rule' ? [json] : []))).toMatchObject([
      { kind: 'rule', rule: { id: rule.id }, device: { code: lamp.code } },
    ])
    expect((await set.firings(rule))[0]?.outcomes[0]).toMatchObject({ isDone: true, subject: 'hook' })
    const used = await app.call('DELETE', `/api/subscription-hooks/${made.id}?version=${made.version}`, { token: admin })
    expect(used.error?.code).toBe('subscription.hook-used')
  })
})
