import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../../src/browser.ts'
import { openWeapp, type WeappSeat } from '../../src/weapp/open.ts'
import { prepare } from '../../src/weapp/prepare.ts'
import { type ServedApp, serve } from '../../src/weapp/serve.ts'

const fixture = fileURLToPath(new URL('../../fixtures/tiny-weapp', import.meta.url))

interface Heard {
  readonly url: string | undefined
  readonly headers: Record<string, unknown>
  readonly body: string
}

describe('the mini-program runner, on a tiny program of its own', () => {
  let folder: string
  let browser: Browser
  let backend: Server
  let served: ServedApp
  let seat: WeappSeat
  const heard: Heard[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'liren-weapp-'))
    backend = createServer(async (request, answer) => {
      let body = ''
      for await (const chunk of request) body += chunk
      heard.push({ url: request.url, headers: request.headers, body })
      answer.writeHead(201, { 'content-type': 'application/json' }).end('{"ok":true}')
    }).listen(0, '127.0.0.1')
    await new Promise((ready) => backend.once('listening', ready))
    const address = backend.address()
    const prepared = await prepare(fixture, folder)
    served = await serve({
      folder: prepared.folder,
      assets: fixture,
      backend: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await served.close()
    backend.close()
    rmSync(folder, { recursive: true, force: true })
  })
  afterEach(async () => {
    expect(seat.complaints).toEqual([])
    await seat.close()
  })
  const open = async (path = '') => {
    seat = await openWeapp(browser, served.url, path)
    return seat.page
  }
  const text = (id: string) => seat.page.locator(`page:visible #${id}`).innerText()

  it('boots, binds data and shapes events', async () => {
    const page = await open('/pages/home/index?who=邻居')
    await expect.poll(() => text('greeting')).toBe('您好 邻居')
    await page.tap('#more')
    await page.tap('#more')
    await expect.poll(() => text('badge')).toBe('4')
    await page.tap('#badge')
    await expect.poll(() => text('said')).toBe('badge 4')
    expect(await page.locator('.line').first().innerText()).toBe('首行')
    expect(await seat.log()).toEqual([])
  })

  it('draws rpx, imported styles and renamed tags', async () => {
    const page = await open()
    expect(await page.locator('#more').evaluate((element) => element.getBoundingClientRect().width)).toBeCloseTo(187.5, 0)
    expect(
      await page
        .locator('.line')
        .first()
        .evaluate((element) => element.getBoundingClientRect().width),
    ).toBeCloseTo(375, 0)
    expect(await page.locator('page').evaluate((element) => getComputedStyle(element).backgroundColor)).toBe('rgb(246, 244, 239)')
  })

  it('types into real inputs and submits a form once', async () => {
    const page = await open()
    await page.fill('#name .wx-inner', '王芳')
    await expect.poll(() => text('typed')).toBe('王芳')
    await page.tap('#send')
    await expect.poll(() => text('said')).toBe('submitted 王芳')
  })

  it('moves between pages, sub-packages and tabs, and keeps what is stored', async () => {
    const page = await open()
    await page.fill('#name .wx-inner', '李师傅')
    await page.tap('#send')
    await page.tap('#detail')
    await expect.poll(() => text('id')).toBe('7')
    expect(await page.innerText('#title')).toBe('第 7 号')
    await page.tap('#back')
    expect(await page.innerText('#title')).toBe('首页')
    await page.tap('#tabbar >> text=我的')
    await expect.poll(() => text('kept')).toBe('李师傅')
    await page.tap('#tabbar >> text=首页')
    await page.tap('#tabbar >> text=我的')
    await expect.poll(() => text('shown')).toBe('2')
    await page.reload()
    await page.waitForSelector('body[data-ready="1"]')
    await page.tap('#tabbar >> text=我的')
    await expect.poll(() => text('kept')).toBe('李师傅')
  })

  it('refuses what WeChat refuses: browser globals, dynamic code, unknown APIs, a tab by navigateTo', async () => {
    const page = await open('/pkg-more/detail/index?id=1')
    await expect.poll(() => text('globals')).toBe('undefined,undefined,undefined,undefined')
    await page.tap('#strange')
    expect((await seat.log()).map(([kind]) => kind)).toEqual(['wx-unimplemented', 'dynamic-function'])
    const moved = await page.evaluate(() => {
      try {
        window.__RUNNER__.navigate('navigateTo', { url: '/pages/me/index' })
        return 'moved'
      } catch (error) {
        return (error as Error).message
      }
    })
    expect(moved).toBe('can not navigateTo a tabbar page')
  })

  it('sends requests to the real server, without what only a browser adds', async () => {
    const page = await open()
    await page.tap('#ask')
    await expect.poll(() => text('said')).toBe('201 {"ok":true}')
    const { url, headers, body } = heard.at(-1) as Heard
    expect({ url, body, authorization: headers.authorization }).toEqual({ url: '/api/echo', body: '{"a":1}', authorization: 'Bearer t' })
    expect(Object.keys(headers).filter((name) => name === 'origin' || name === 'cookie' || name.startsWith('sec-'))).toEqual([])
  })

  it('tells a lost network as WeChat does', async () => {
    const page = await open()
    seat.expectComplaint(/ERR_INTERNET_DISCONNECTED/)
    await seat.context.setOffline(true)
    await page.tap('#ask')
    await expect.poll(() => text('said')).toMatch(/^request:fail/)
  })

  it('takes photos from the test and uploads their bytes', async () => {
    const page = await open()
    await page.tap('#photo')
    await expect.poll(() => text('said')).toBe('chooseMedia:fail no mock')
    const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
    await seat.addFile('wxfile://tmp/leak.png', pixel, 'image/png')
    await seat.mock('chooseMedia', { tempFiles: [{ tempFilePath: 'wxfile://tmp/leak.png', size: pixel.length }] })
    await page.tap('#photo')
    await expect.poll(() => text('said')).toBe('uploaded {"ok":true}')
    expect((heard.at(-1) as Heard).body).toContain('filename="leak.png"')
    expect(await page.locator('#shot img').evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(1)
    expect(await seat.calls()).toEqual(['chooseMedia', 'chooseMedia'])
  })

  it('asks by dialog, and gives a telephone number only when the test does', async () => {
    const page = await open()
    await page.tap('#phone')
    await expect.poll(() => text('said')).toBe('getPhoneNumber:fail user deny')
    await seat.mock('getPhoneNumber', { code: 'p-1' })
    await page.tap('#phone')
    await expect.poll(() => text('said')).toBe('p-1')
    await page.tap('#detail')
    await page.tap('#ask-modal')
    await page.tap('.wx-cover >> text=确定')
    await expect.poll(() => text('chosen')).toBe('要')
  })

  it('counts taps and redraws', async () => {
    const page = await open()
    await seat.resetTaps()
    const before = (await seat.stats()).setData
    await page.tap('#more')
    await page.tap('#more')
    expect(await seat.taps()).toBe(2)
    const { setData, bytes, largest } = await seat.stats()
    expect(setData - before).toBe(2)
    expect(bytes).toBeGreaterThanOrEqual(largest)
  })
})
