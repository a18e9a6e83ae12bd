import { describe, expect, test } from 'vitest'
import GridEvent from '../src/pkg-grid/event/new/index'
import Workbench from '../src/pkg-staff/index/index'
import Order from '../src/pkg-staff/order/index'
import { lin, phone, type Routes } from './app'
import { openWith, went } from './taro'
import { me, repair, village } from './village'

const worker = { ...lin, userId: 'w1', name: '李守成', end: 'staff' as const }
const estate = { id: `${'0'.repeat(25)}7`, name: '枫林雅苑', path: '/jl/yx/wt/fl/', kind: 'estate' }
const identity = (end: string, place: unknown) => ({ end, place, roles: [{ id: 'r', code: 'x', name: '维修师傅' }] })
const atWork = (extra: Record<string, unknown> = {}): Routes => ({
  'GET /api/session': () => ({
    status: 200,
    body: me({ end: 'staff', households: [], places: [estate], identities: [identity('staff', estate)], ...extra }),
  }),
  'GET /api/apps/tiles': () => ({ status: 200, body: { items: [] } }),
  'GET /api/repairs': () => ({ status: 200, body: { items: [], next: null } }),
})
const order = repair({ state: 'accepted', can: ['arrive', 'pause', 'transfer', 'decline'], handler: { id: 'w1', name: '李守成' } })
const bodyOf = (request: { body?: string | undefined } | undefined) => JSON.parse(request?.body ?? '{}') as Record<string, unknown>

describe('handing an order over', () => {
  const colleague = { id: `${'0'.repeat(25)}9`, name: '赵工', open: 2 }
  const withColleagues = (items: unknown[]) =>
    village({
      ...atWork(),
      [`GET /api/repairs/${order.id}`]: () => ({ status: 200, body: order }),
      [`GET /api/repairs/${order.id}/colleagues`]: () => ({ status: 200, body: { items } }),
      [`POST /api/repairs/${order.id}/actions/transfer`]: () => ({ status: 200, body: { ...order, state: 'dispatched', version: 2 } }),
    })

  test('needs a colleague and a reason, said at once; nothing leaves without them', async () => {
    openWith({ id: order.id })
    const one = await phone(withColleagues([colleague]), { who: worker })
    const screen = await one.see(<Order />)
    await screen.tap('step-transfer')
    await screen.tap('transfer-send')
    expect(screen.text()).toContain('请选择接手的师傅')
    expect(screen.text()).toContain('请选择或填写原因')
    expect(one.requests(`/api/repairs/${order.id}/actions/transfer`)).toHaveLength(0)
    await screen.close()
  })

  test('shows how much each has on hand, and sends who, why and the version it was seen at', async () => {
    openWith({ id: order.id })
    const one = await phone(withColleagues([colleague]), { who: worker })
    const screen = await one.see(<Order />)
    await screen.tap('step-transfer')
    expect(screen.text()).toContain('赵工，手上 2 单')
    await screen.tap(`colleague-${colleague.id}`)
    await screen.tap('reason-1')
    await screen.tap('transfer-send')
    const [sent] = one.requests(`/api/repairs/${order.id}/actions/transfer`)
    expect(bodyOf(sent)).toEqual({ handlerId: colleague.id, reason: '时间冲突', version: 1 })
    expect(screen.has('transfer-sheet')).toBe(false)
    await screen.close()
  })

  test('with nobody else to take it, says what to do instead', async () => {
    openWith({ id: order.id })
    const one = await phone(withColleagues([]), { who: worker })
    const screen = await one.see(<Order />)
    await screen.tap('step-transfer')
    expect(screen.text()).toContain('可以退单')
    await screen.close()
  })
})

describe('the workbench', () => {
  test('a resident who follows a link to it is told to switch, and sees no orders', async () => {
    const one = await phone(village(), { who: lin })
    const screen = await one.see(<Workbench />)
    expect(screen.text()).toContain('您的身份没有这项功能')
    expect(one.requests('/api/repairs')).toHaveLength(0)
    await screen.close()
  })

  test('says who works here as what, and leads to the own page where one signs out', async () => {
    const one = await phone(village(atWork()), { who: worker })
    const screen = await one.see(<Workbench />)
    expect(screen.text()).toContain('维修师傅 · 枫林雅苑')
    await screen.tap('bench-me')
    expect(went.at(-1)?.url).toBe('/pages/me/index')
    await screen.close()
  })
})

describe('an event of a grid worker', () => {
  const community = { id: `${'0'.repeat(25)}3`, name: '梧桐社区', path: '/jl/yx/wt/', kind: 'community' }
  const estates = [
    { id: `${'0'.repeat(25)}5`, name: '河东苑', community: '滨河社区' },
    { id: estate.id, name: '枫林雅苑', community: '梧桐社区' },
  ]
  const outdoors = village({
    ...atWork({ end: 'grid', places: [community], identities: [identity('grid', community)] }),
    'GET /api/places/estates': () => ({ status: 200, body: { items: estates } }),
    'GET /api/estates': () => ({ status: 200, body: { items: estates } }),
  })

  test('begins at an estate of the own community, asks for no visit, and is sent with three touches', async () => {
    const one = await phone(outdoors, { who: { ...lin, end: 'grid' } })
    const screen = await one.see(<GridEvent />)
    expect(screen.text()).toContain('枫林雅苑')
    expect(screen.text()).toContain('发生了什么')
    expect(screen.has('when-soonest')).toBe(false)
    await screen.tap('take-photo')
    await screen.type('description', '路灯不亮')
    await screen.tap('submit-report')
    expect(bodyOf(one.requests('/api/repairs').find(({ method }) => method === 'POST'))).toMatchObject({
      placeId: estate.id,
      kind: 'public',
    })
    await screen.close()
  })
})
