import { describe, expect, test } from 'vitest'
import Search from '../src/pkg-sys/search/index'
import { lin, type Phone, phone, type Routes, type Screen } from './app'
import { openWith, went } from './taro'
import { village } from './village'

const repairId = `${'0'.repeat(25)}7`
const found = (item: Record<string, unknown>, more = false) => ({
  groups: [
    {
      subject: item.subject,
      text: { zh: '报修', en: 'Repairs' },
      items: [{ title: 'BX260703-000001 卫生间', hint: '枫林雅苑 3幢1单元1201', ...item }],
      more,
    },
  ],
  isComplete: true,
})
const nothing = { groups: [], isComplete: true }
const withTiles = (extra: Routes): Routes =>
  village({
    'GET /api/apps/tiles': () => ({
      status: 200,
      body: {
        items: [
          {
            ...{ code: 'repair', text: { zh: '报修', en: 'Repairs' }, hint: { zh: '拍照上报', en: 'Photo' }, icon: 'wrench' },
            ...{ group: 'home', page: '/pkg-case/new', permission: null },
          },
        ],
      },
    }),
    ...extra,
  })
const marked = ({ root }: Screen) => [...root.querySelectorAll('.found-mark')].map(({ textContent }) => textContent)

async function lookFor(one: Phone, words: string): Promise<Screen> {
  const screen = await one.see(<Search />)
  await screen.type('search-field', words)
  await one.pass(400)
  await one.pass(300)
  return screen
}

describe('searching on the phone', () => {
  test('asks nothing before two characters are there, and says what can be found', async () => {
    openWith({})
    const one = await phone(withTiles({}), { who: lin })
    const screen = await lookFor(one, '漏')
    expect(screen.text()).toContain('想找什么')
    expect(one.requests('/api/search')).toHaveLength(0)
    await screen.close()
  })

  test('brings out the phrase inside the text of a case, and leads to the case', async () => {
    openWith({})
    const body = found({ subject: 'repair', id: repairId, excerpt: '…三楼转角的声控灯整夜不熄' })
    const one = await phone(withTiles({ 'GET /api/search': () => ({ status: 200, body }) }), { who: lin })
    const screen = await lookFor(one, '声控灯')
    expect(marked(screen)).toEqual(['声控灯'])
    await screen.tap(`found-${repairId}`)
    expect(went.at(-1)?.url).toBe(`/pkg-case/detail/index?id=${repairId}`)
    await screen.close()
  })

  test('finds services and help by itself, also without network, and tells that the rest did not answer', async () => {
    openWith({})
    const one = await phone(withTiles({ 'GET /api/search': () => ({ status: 200, body: nothing }) }), { who: lin })
    const first = await lookFor(one, '报修')
    expect(first.has('service-repair')).toBe(true)
    expect(first.text()).not.toContain('没有找到')
    await first.close()
    await one.setOnline(false)
    const screen = await lookFor(one, '拍照')
    expect(screen.has('service-repair')).toBe(true)
    // what is asked again by itself has given up
    await one.pass(5_000)
    await one.pass(5_000)
    expect(screen.text()).toContain('重试')
    await screen.close()
  })

  test('says so where nothing is found, and where the index is still being written', async () => {
    openWith({})
    const one = await phone(withTiles({ 'GET /api/search': () => ({ status: 200, body: { ...nothing, isComplete: false } }) }), {
      who: lin,
    })
    const screen = await lookFor(one, '风车磨坊')
    expect(screen.text()).toContain('没有找到“风车磨坊”')
    expect(screen.text()).toContain('结果可能不全')
    await screen.close()
  })

  test('lists one kind alone where there are more than a preview, and goes back to all', async () => {
    openWith({})
    const routes = withTiles({
      'GET /api/search': () => ({ status: 200, body: found({ subject: 'repair', id: repairId }, true) }),
      'GET /api/search/repair': () => ({
        status: 200,
        body: { items: [{ subject: 'repair', id: `${'0'.repeat(25)}8`, title: '第九条', hint: '' }], count: 1 },
      }),
    })
    const one = await phone(routes, { who: lin })
    const screen = await lookFor(one, '卫生间')
    await screen.tap('more-repair')
    expect(screen.text()).toContain('第九条')
    await screen.tap('search-all')
    expect(screen.has(`found-${repairId}`)).toBe(true)
    await screen.close()
  })

  test('remembers what was opened, offers it again, and forgets it with the person who signs out', async () => {
    openWith({})
    const body = found({ subject: 'repair', id: repairId })
    const one = await phone(withTiles({ 'GET /api/search': () => ({ status: 200, body }) }), { who: lin })
    const first = await lookFor(one, '卫生间')
    await first.tap(`found-${repairId}`)
    await first.close()
    const again = await one.see(<Search />)
    expect(again.text()).toContain('搜索历史')
    await again.tap('searched-0')
    expect(again.has(`found-${repairId}`)).toBe(true)
    await again.tap('search-clear')
    await again.tap('search-forget')
    expect(again.has('searched-0')).toBe(false)
    await again.close()
    await (await lookFor(one, '卫生间')).tap(`found-${repairId}`)
    expect([...one.stored.values()].join()).toContain('卫生间')
    await one.client.signOut()
    expect([...one.stored.values()].join()).not.toContain('卫生间')
  })

  test('asks the house nothing for somebody who is not signed in, and still finds help', async () => {
    openWith({})
    const one = await phone(withTiles({}), {})
    const screen = await lookFor(one, '报修')
    expect(one.requests('/api/search')).toHaveLength(0)
    expect(screen.text()).toContain('帮助')
    expect(screen.has('search-sign-in')).toBe(true)
    await screen.close()
  })
})
