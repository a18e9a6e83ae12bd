import { describe, expect, test } from 'vitest'
import CaseList from '../src/pkg-case/list/index'
import NewCase from '../src/pkg-case/new/index'
import { lin, phone } from './app'
import { went } from './taro'
import { repair, village } from './village'

const bodyOf = (request: { body?: string | undefined } | undefined) => JSON.parse(request?.body ?? '{}') as Record<string, unknown>

describe('reporting a repair', () => {
  test('a guest is told what it is good for and nothing is asked of the server about repairs', async () => {
    const guest = await phone(village())
    const screen = await guest.see(<NewCase />)
    expect(screen.has('gate-sign-in')).toBe(true)
    expect(guest.requests('/api/repairs')).toHaveLength(0)
    await screen.close()
  })

  test('nothing filled in: every fault is shown at its field at once, and nothing is sent', async () => {
    const one = await phone(village(), { who: lin })
    const screen = await one.see(<NewCase />)
    await screen.tap('submit-report')
    expect(screen.text()).toContain('请写一句话说明情况')
    expect(screen.text()).toContain('请选一个类别')
    expect(one.requests('/api/repairs')).toHaveLength(0)
    // what has been put right is no longer complained of
    await screen.type('description', '厨房水龙头漏水')
    expect(screen.root.querySelectorAll('.form-fault')).toHaveLength(0)
    await screen.close()
  })

  test('a refusal of the server stands at its field, and what was typed and photographed stays', async () => {
    const faults = [{ path: 'body.description', zh: '包含不允许的内容', en: 'Not allowed' }]
    const one = await phone(
      village({
        'POST /api/repairs': () => ({
          status: 400,
          body: { error: { code: 'request.invalid', zh: '有误', en: 'no', occurrence: 'o9', faults } },
        }),
      }),
      { who: lin },
    )
    const screen = await one.see(<NewCase />)
    await screen.tap('take-photo')
    await screen.type('description', '厨房水龙头漏水')
    await screen.tap('submit-report')
    expect(screen.text()).toContain('包含不允许的内容')
    expect((screen.root.querySelector('#description') as HTMLTextAreaElement).value).toBe('厨房水龙头漏水')
    expect(screen.root.querySelectorAll('.photo')).toHaveLength(1)
    expect(one.client.outbox.get().entries).toHaveLength(0)
    await screen.close()
  })

  test('a photo, a sentence and one tap: place, category and time are known', async () => {
    const one = await phone(village(), { who: lin })
    const screen = await one.see(<NewCase />)
    let taps = 0
    const tap = (id: string) => {
      taps++
      return screen.tap(id)
    }
    await tap('take-photo')
    await screen.type('description', '厨房水龙头漏水')
    await tap('submit-report')
    expect(taps).toBeLessThanOrEqual(3)
    const sent = one.requests('/api/repairs')
    expect(sent).toHaveLength(1)
    expect(bodyOf(sent[0])).toMatchObject({ kind: 'home', category: 'water', description: '厨房水龙头漏水', photos: ['id-of-p1'] })
    expect(bodyOf(sent[0]).visitAt).toBeUndefined()
    expect(went.at(-1)?.url).toMatch(/^\/pkg-case\/sent\/index\?id=/)
    await screen.close()
  })

  test('the guessed category can be changed, and stays changed while typing goes on', async () => {
    const one = await phone(village(), { who: lin })
    const screen = await one.see(<NewCase />)
    await screen.type('description', '家里停电')
    await screen.tap('category-water')
    await screen.type('description', '家里停电了，插座也不行')
    await screen.tap('submit-report')
    expect(bodyOf(one.requests('/api/repairs')[0]).category).toBe('water')
    await screen.close()
  })

  test('words of danger put the telephone before the form', async () => {
    const one = await phone(village(), { who: lin })
    const screen = await one.see(<NewCase />)
    await screen.type('description', '厨房有燃气味')
    expect(screen.has('emergency')).toBe(true)
    await screen.tap('emergency-call')
    expect(one.called).toEqual(['100-0000-0119'])
    await screen.close()
  })

  test('somebody near by has said it: following is one tap and sends no second report', async () => {
    const near = {
      id: '0'.repeat(26),
      number: 'BX1',
      title: '路灯不亮',
      place: '枫林雅苑',
      state: 'submitted',
      createdAt: '2026-07-03T05:00:00Z',
      followers: 2,
      following: false,
      version: 1,
    }
    const one = await phone(
      village({
        'GET /api/repairs/nearby': () => ({ status: 200, body: { items: [near] } }),
        [`POST /api/repairs/${near.id}/actions/follow`]: () => ({ status: 200, body: {} }),
      }),
      { who: lin },
    )
    const screen = await one.see(<NewCase />)
    await screen.type('description', '路灯不亮')
    await screen.tap('place-public')
    expect(screen.text()).toContain('3 人已反映')
    await screen.tap(`follow-${near.id}`)
    expect(one.requests(`/api/repairs/${near.id}/actions/follow`)).toHaveLength(1)
    expect(one.requests('/api/repairs')).toHaveLength(0)
    await screen.close()
  })
})

describe('without network, and after a kill', () => {
  test('the report is kept with its photo, said so, and arrives once when the network is back', async () => {
    const one = await phone(village(), { who: lin })
    const screen = await one.see(<NewCase />)
    await one.setOnline(false)
    await screen.tap('take-photo')
    await screen.type('description', '厨房水龙头漏水')
    await screen.tap('submit-report')
    await one.pass(10_000)
    expect(went.at(-1)?.url).toMatch(/^\/pkg-case\/sent\/index\?entry=/)
    expect(one.client.outbox.get().entries.map(({ state }) => state)).toEqual(['waiting'])
    expect(one.removed).toEqual([])
    const before = one.requests('/api/repairs').length
    await one.setOnline(true)
    await one.pass(120_000)
    expect(one.client.outbox.get().entries.map(({ state }) => state)).toEqual(['done'])
    const arrived = one.requests('/api/repairs').slice(before)
    expect(arrived).toHaveLength(1)
    expect(bodyOf(arrived[0]).photos).toEqual(['id-of-p1'])
    // the server has it: this phone keeps the photo no longer
    expect(one.removed).toEqual(['p1'])
    await screen.close()
  })

  test('back in the network the open list asks anew, and again when the kept report has arrived, though no channel says so', async () => {
    let arrived = false
    const routes = village()
    const create = routes['POST /api/repairs']
    const one = await phone(
      village({
        'POST /api/repairs': (request) => {
          arrived = true
          return create?.(request) ?? { status: 500 }
        },
        'GET /api/repairs': () => ({ status: 200, body: { items: arrived ? [repair()] : [] } }),
      }),
      { who: lin },
    )
    const form = await one.see(<NewCase />)
    await one.setOnline(false)
    await form.type('description', '厨房水龙头漏水')
    await form.tap('submit-report')
    const list = await one.see(<CaseList />)
    await one.pass(30_000)
    expect(list.root.querySelectorAll('.case-card')).toHaveLength(0)
    await one.setOnline(true)
    await one.pass(5_000)
    expect(arrived).toBe(true)
    expect(list.root.querySelectorAll('.case-card')).toHaveLength(1)
    await form.close()
    await list.close()
  })

  test('killed with the report on the phone: the next start sends it under the same key', async () => {
    const stored = new Map<string, string>()
    const first = await phone(village(), { who: lin, stored })
    const screen = await first.see(<NewCase />)
    await first.setOnline(false)
    await screen.type('description', '厨房水龙头漏水')
    await screen.tap('submit-report')
    const key = first.client.outbox.get().entries[0]?.key
    // nothing of the first run is told to end: the phone was switched off
    const second = await phone(village(), { stored })
    await second.pass(1_000)
    const sent = second.requests('/api/repairs')
    expect(sent.map(({ headers }) => headers['idempotency-key'])).toEqual([key])
    await screen.close()
  })

  test('half filled in and left: the next visit offers to go on, with photo and key', async () => {
    const stored = new Map<string, string>()
    const first = await phone(village(), { who: lin, stored })
    const screen = await first.see(<NewCase />)
    await screen.tap('take-photo')
    await screen.type('description', '厨房水龙头漏水')
    await first.pass(1_100)
    const second = await phone(village(), { who: lin, stored })
    const again = await second.see(<NewCase />)
    expect(again.has('draft-bar')).toBe(true)
    await again.tap('draft-take-up')
    expect((again.root.querySelector('#description') as HTMLTextAreaElement).value).toBe('厨房水龙头漏水')
    await again.tap('submit-report')
    expect(bodyOf(second.requests('/api/repairs')[0]).photos).toEqual(['id-of-p1'])
    // once it is sent nothing is offered any more
    expect([...stored.keys()].filter((name) => name.startsWith('draft/'))).toEqual([])
    await screen.close()
    await again.close()
  })
})
