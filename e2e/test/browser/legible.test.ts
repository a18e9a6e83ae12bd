import type { PersonaCode } from '@liren/contract/capabilities/session'
import type { Page, Route } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { pageKeys } from '../../../miniapp/src/parts/page-keys.ts'
import type { Seat } from '../../src/browser.ts'
import { enterOffice } from '../../src/ends/admin.ts'
import { addressAt, enterApp, shown } from '../../src/ends/h5.ts'
import { journey } from '../../src/journey.ts'
import { findingsOn, type Measure } from '../../src/legible.ts'

const scene = journey()

const onPhone: Measure = { contrast: 4.5, largeContrast: 3, textPx: 12, touchPx: 44, mayBeSpaced: false }
const forElders: Measure = { contrast: 7, largeContrast: 4.5, textPx: 18, touchPx: 60, mayBeSpaced: false }
const onDesk: Measure = { contrast: 4.5, largeContrast: 3, textPx: 12, touchPx: 24, mayBeSpaced: true }

/** Pages of one record: they are opened from their lists. */
const ofOne = /^pkg-(case\/(sent|detail)|gov\/notice|staff\/(order|alarm|talk|key|key\/inspect)|grid\/visit(\/conflict)?)$/
const people: readonly (readonly [PersonaCode, RegExp])[] = [
  ['resident', /^p(?!kg-(staff|grid))/],
  ['repair-worker', /^pkg-staff\/(?!talks)/],
  ['grid-worker', /^pkg-grid/],
]
const roles = [/系统管理员/, /物业经理/, /社区/, /街道/, /安全管理员/, /审计/]

const failure = {
  error: { code: 'internal', zh: '服务暂时不可用', en: 'Not available right now', occurrence: '01jq0000000000000000000000', faults: [] },
}
const isQuestion = (route: Route) => route.request().method() === 'GET'
/** Who one is stays known, as it does to somebody who is in the middle of work. */
const questions = /\/api\/(?!session(\?|$)|config)/

const fail = (page: Page) =>
  page.route(questions, (route) => (isQuestion(route) ? route.fulfill({ status: 500, json: failure }) : route.continue()))

/** Every list answers that there is nothing. */
const empty = (page: Page) =>
  page.route(questions, async (route) => {
    if (!isQuestion(route)) return route.continue()
    const answer = await route.fetch().catch(() => undefined)
    const body = (await answer?.json().catch(() => undefined)) as { items?: unknown; next?: unknown } | undefined
    if (!answer) return route.abort()
    if (!Array.isArray(body?.items) || body.next === undefined) return route.fulfill({ response: answer })
    return route.fulfill({ json: { ...body, items: [], next: null } })
  })

async function findings(page: Page, measure: Measure): Promise<string[]> {
  // colours that are still on their way are nobody's
  await page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
    for (const moving of document.getAnimations()) if (moving.effect?.getComputedTiming().iterations !== Infinity) moving.finish()
  })
  return (await findingsOn(page, measure)).map(({ rule, figure, what }) => `${rule} ${figure}: ${what}`)
}

/** In the light and, as the system turns, in the dark. */
async function inBoth(page: Page, measure: Measure): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    found.push(...(await findings(page, measure)).map((finding) => `${colorScheme}: ${finding}`))
  }
  return found
}

interface State {
  readonly name: string
  readonly measure: Measure
  /** Makes it so, before the first page. */
  readonly begin?: (seat: Seat) => Promise<unknown>
  readonly says?: string
}

const appStates: readonly State[] = [
  { name: 'as it is', measure: onPhone },
  {
    name: 'for elders',
    measure: forElders,
    begin: async (seat) => {
      await seat.page.goto(addressAt(scene.house, '/pages/me'))
      await seat.page.locator('#elder-switch').filter({ visible: true }).tap()
    },
  },
  { name: 'with nothing there', measure: onPhone, begin: ({ page }) => empty(page) },
  { name: 'with an error', measure: onPhone, begin: ({ page }) => fail(page), says: '错误编号' },
]

/** These know what they say without an answer of the server. */
const ownWords =
  /^(pages\/(neighbor|pass|me|home)|pkg-sys\/(privacy|help|search|about|feedback|outbox|missing)|pkg-life\/(services|environment)|pkg-staff\/index|pkg-case\/new|pkg-staff\/order\/new)$/

describe('what is on a screen can be read and touched', () => {
  it('is measured: grey on grey, small words and small keys are found', async () => {
    const seat = await scene.sit({ device: 'phone' })
    await seat.page.setContent(`<body style="background:#fff;font:16px/24px sans-serif">
      <p>plain</p><p style="color:#777">grey enough for none</p><p style="color:rgb(0 0 0 / 40%)">see-through</p>
      <div style="background:#000"><p style="opacity:.5;color:#fff">half gone</p></div><p style="font-size:11px">tiny</p>
      <button style="width:44px;height:44px">ok</button><button style="width:44px;height:20px">flat</button></body>`)
    const found = await findingsOn(seat.page, onPhone)
    expect(found.map(({ rule, what }) => `${rule} ${what.split(' (')[0]}`)).toEqual([
      'contrast grey enough for none',
      'contrast see-through',
      'text tiny',
      'touch flat',
    ])
  })

  for (const { name, measure, begin, says } of appStates)
    it(`[DB3205-4-e] every page of the app, ${name}, is never blank, and its words and keys are large and clear enough`, async () => {
      const wrong: string[] = []
      for (const [persona, own] of people) {
        const seat = await scene.sit({ device: 'phone' })
        seat.expectComplaint(/status of 500|WebSocket/)
        const { page } = seat
        await enterApp(seat, scene.house, persona)
        await begin?.(seat)
        for (const key of pageKeys.filter((key) => own.test(key) && !ofOne.test(key))) {
          await page.goto(addressAt(scene.house, `/${key}`))
          const body = shown(seat).locator('.page-body')
          const isThere = async () => {
            if ((await body.locator('.skeleton, .skeleton-room').filter({ visible: true }).count()) > 0) return 'grey'
            const words = (await body.innerText()).replace('本页帮助', '').trim()
            if (words.length < 8) return `blank: ${words}`
            return says !== undefined && !ownWords.test(key) && !words.includes(says)
              ? `nothing about the error: ${words.slice(0, 60)}`
              : 'there'
          }
          const is = await expect
            .poll(isThere, { timeout: 60_000 })
            .toBe('there')
            .then(() => 'there', isThere)
          if (is !== 'there') wrong.push(`${persona} ${key}: ${is}`)
          wrong.push(...(await inBoth(page, measure)).map((finding) => `${persona} ${key}: ${finding}`))
        }
      }
      expect(wrong).toEqual([])
    }, 900_000)

  for (const { name, begin } of appStates.filter(({ name }) => name === 'as it is' || name === 'with an error'))
    it(`[DB3205-4-e] every page of the back office, ${name}, is never blank, and its words and keys are large and clear enough`, async () => {
      const wrong: string[] = []
      const seen = new Set<string>()
      for (const role of roles) {
        const seat = await scene.sit({ device: 'desktop' })
        seat.expectComplaint(/status of 500|WebSocket/)
        const { page } = seat
        await enterOffice(seat, scene.house, role)
        const menu = page.getByRole('navigation', { name: '主菜单' }).getByRole('link')
        const links = await menu.evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href))
        await begin?.(seat)
        for (const link of links.filter((link) => !seen.has(link))) {
          seen.add(link)
          await page.goto(link)
          const main = page.locator('#main')
          const isThere = async () => {
            if ((await main.getByRole('status', { name: '正在加载' }).count()) > 0) return 'grey'
            return (await main.innerText()).trim().length < 12 ? 'blank' : 'there'
          }
          const is = await expect
            .poll(isThere, { timeout: 60_000 })
            .toBe('there')
            .then(() => 'there', isThere)
          const at = new URL(link).pathname
          if (is !== 'there') wrong.push(`${at}: ${is}`)
          wrong.push(...(await inBoth(page, onDesk)).map((finding) => `${at}: ${finding}`))
        }
      }
      expect(seen.size).toBeGreaterThan(60)
      expect(wrong).toEqual([])
    }, 900_000)
})
