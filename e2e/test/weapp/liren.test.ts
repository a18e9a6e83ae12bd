import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { journey } from '../../src/journey.ts'
import { openWeapp, type WeappSeat } from '../../src/weapp/open.ts'
import { type RunningWeapp, startWeapp } from '../../src/weapp/start.ts'

const scene = journey()
let app: RunningWeapp

beforeAll(async () => {
  app = await startWeapp(scene.house)
})
afterAll(() => app.close())

const open = async (path = ''): Promise<WeappSeat> => scene.keep(await openWeapp(scene.browser, app.url, path))

describe('the mini-program, as it is built for WeChat', () => {
  it('is whole: every page has its files, every template and style can be read', () => {
    expect(app.problems).toEqual([])
    expect(app.pages).toContain('pkg-staff/order/index')
  })

  it('opens for a guest', async () => {
    const seat = await open()
    await seat.shot('weapp-guest')
    expect(await seat.log()).toEqual([])
    await seat.page.getByText('欢迎来到里仁').waitFor()
    expect(await seat.log()).toEqual([])
  })
})
