import { describe, expect, test } from 'vitest'
import Place from '../src/pkg-staff/key/index'
import Form from '../src/pkg-staff/key/inspect/index'
import Keys from '../src/pkg-staff/keys/index'
import { lin, phone, type Routes } from './app'
import { openWith } from './taro'
import { me, village } from './village'

const worker = { ...lin, userId: 'w1', name: '李守成', end: 'staff' as const }
const id = `${'0'.repeat(25)}5`
const pump = {
  ...{ id, kind: 'pump-room', name: '生活水泵房', place: { id: `${'0'.repeat(25)}6`, path: '/jl/', label: '枫林雅苑' }, device: null },
  ...{ items: ['阀门在正常位置', '无渗漏积水'], everyDays: 7, nextOn: '2026-01-01', last: null, openHazards: 0, openFindings: 1 },
  open: [{ item: '无渗漏积水', note: '接头滴水', level: 'minor', dueOn: null, isLate: false, foundAt: '2026-01-01T00:00:00Z' }],
  ...{ state: 'faulty', version: 3 },
}
const whole = { ...pump, inspections: [], records: [] }
const inspections = `/api/key-places/${id}/inspections`
const rechecks = `/api/key-places/${id}/rechecks`
const at = (more: Routes = {}, permissions = ['repair.report', 'hazard.read', 'hazard.inspect']) =>
  village({
    'GET /api/session': () => ({ status: 200, body: me({ end: 'staff', households: [], permissions }) }),
    'GET /api/key-places': () => ({ status: 200, body: { items: [pump] } }),
    'GET /api/key-places/summary': () => ({ status: 200, body: { total: 1, today: 0, overdue: 1, findings: 1, late: 0, open: 1 } }),
    [`GET /api/key-places/${id}`]: () => ({ status: 200, body: whole }),
    ...more,
  })
const bodyOf = (request: { body?: string | undefined } | undefined) => JSON.parse(request?.body ?? '{}') as Record<string, unknown>

describe('a round', () => {
  test('is for whoever may inspect', async () => {
    const one = await phone(at({}, ['repair.report', 'hazard.read']), { who: worker })
    const screen = await one.see(<Keys />)
    expect(screen.text()).not.toContain('生活水泵房')
    expect(one.requests('/api/key-places')).toHaveLength(0)
    await screen.close()
  })

  test('brings what is due along: a place opens without network that was never open before', async () => {
    const one = await phone(at(), { who: worker })
    const list = await one.see(<Keys />)
    expect(list.text()).toContain('今日 0 · 逾期 1 · 待复查 1')
    expect(list.text()).toContain('已存 1 处，断网可用')
    await list.close()
    await one.setOnline(false)
    openWith({ id })
    const screen = await one.see(<Place />)
    expect(screen.text()).toContain('接头滴水')
    expect(screen.text()).toContain('联网后可看巡查记录')
    await screen.close()
  })

  test('asks for every item, then sends words, level, day and version; what is refused as stale stays in the form', async () => {
    let taken = false
    const stale = { error: { code: 'stale', zh: '内容已被修改', en: 'Changed', occurrence: 'o', faults: [] } }
    const one = await phone(
      at({ [`POST ${inspections}`]: () => (taken ? { status: 201, body: { ...pump, version: 5 } } : { status: 409, body: stale }) }),
      { who: worker },
    )
    openWith({ id })
    const screen = await one.see(<Form />)
    await screen.tap('inspect-send')
    expect(screen.text()).toContain('还有 2 项没有填写')
    await screen.tap('item-0-wrong')
    await screen.tap('finding-save')
    expect(screen.text()).toContain('请写明问题情况')
    await screen.type('finding-note', '阀门渗水')
    await screen.tap('level-major')
    await screen.tap('finding-save')
    await screen.tap('inspect-rest')
    await screen.tap('inspect-send')
    const [sent] = one.requests(inspections)
    expect(bodyOf(sent)).toMatchObject({
      version: 3,
      findings: [
        { item: '阀门在正常位置', isOk: false, note: '阀门渗水', level: 'major', dueOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) },
        { item: '无渗漏积水', isOk: true, note: '' },
      ],
    })
    expect(screen.text()).toContain('这里刚有人巡查或修改过')
    expect(screen.text()).toContain('阀门渗水')
    taken = true
    await screen.tap('inspect-send')
    expect(one.requests(inspections)).toHaveLength(2)
    await screen.close()
  })

  test('looks again at a finding; not yet needs a reason', async () => {
    const one = await phone(at({ [`POST ${rechecks}`]: () => ({ status: 201, body: { ...pump, version: 4 } }) }), { who: worker })
    openWith({ id })
    const screen = await one.see(<Place />)
    await screen.tap('recheck-0')
    await screen.tap('recheck-notYet')
    await screen.tap('recheck-send')
    expect(screen.text()).toContain('请写明未整改的原因')
    await screen.type('recheck-note', '配件未到')
    await screen.tap('recheck-send')
    expect(bodyOf(one.requests(rechecks)[0])).toMatchObject({
      version: 3,
      findings: [{ item: '无渗漏积水', isRectified: false, note: '配件未到' }],
    })
    expect(screen.has('recheck-sheet')).toBe(false)
    await screen.close()
  })
})
