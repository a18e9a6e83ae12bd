import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { PlayedBridge } from '../../../bff/src/capabilities/device/testing.ts'
import { chooseIn, enterOffice, key } from '../../src/ends/admin.ts'
import { playBridgeOf } from '../../src/ends/bridge.ts'
import { addressAt, enterApp } from '../../src/ends/h5.ts'
import { colourInMiddle, mapAtRest, pressMiddle } from '../../src/ends/map.ts'
import { journey } from '../../src/journey.ts'
import type { Caller } from '../../src/liren.ts'

const scene = journey()
const label = '社区地图'
const officer = /社区干部/
const spot = (page: Page) => page.locator('section[data-spot]')

interface Place {
  readonly id: string
  readonly name: string
  readonly path: string
}
interface Thing {
  readonly id: string
  readonly code: string
  readonly name: string
}

describe('the model of the community', () => {
  let admin: Caller
  let duty: Caller
  let bridge: PlayedBridge
  let unit: Place
  let garden: Place
  beforeAll(async () => {
    admin = await scene.house.caller('administrator', 'admin')
    duty = await scene.house.caller('duty-officer', 'admin')
    bridge = await playBridgeOf(scene.house, admin.token, 'bridge-of-the-model')
    const placesOf = async (kind: string) => (await admin.get<{ items: Place[] }>(`/api/places?kind=${kind}&limit=100`)).items
    unit = (await placesOf('unit')).find(({ path }) => path.includes('/fl/')) as Place
    garden = (await placesOf('area')).find(({ path }) => path.includes('/fl/garden/')) as Place
  })

  let hung = 0
  /** A device of the played bridge, running, at a place that is drawn. */
  async function hang(product: string, name: string, place: Place, floor: number | null): Promise<Thing> {
    const { items } = await admin.get<{ items: Thing[] }>('/api/products?limit=100')
    const at = await admin.get<{ longitude: number; latitude: number }>(`/api/map/model/place-${place.id}`)
    const body = {
      ...{
        code: `model-${++hung}`,
        name,
        productId: items.find(({ code }) => code === product)?.id,
        placeId: place.id,
        bridge: bridge.code,
      },
      ...{ installedOn: '2026-03-01', longitude: at.longitude, latitude: at.latitude, floor },
    }
    const made = await admin.post<Thing & { version: number }>('/api/devices', body)
    const { version } = await admin.post<{ version: number }>(`/api/devices/${made.id}/secret`, { version: made.version })
    return admin.post<Thing>(`/api/devices/${made.id}/activate`, { version })
  }

  /** The solid map with devices and alarms on it, and the list of devices beside it. */
  async function look(): Promise<Page> {
    const desk = await scene.sit({ device: 'desktop' })
    await enterOffice(desk, scene.house, officer, 'map?f=view:3d')
    await mapAtRest(desk.page, label)
    await only(desk.page, ['楼栋', '设备', '未关闭告警'])
    return desk.page
  }

  async function only(page: Page, layers: readonly string[]): Promise<void> {
    for (const box of await page.getByRole('checkbox').all()) if (await box.isChecked()) await box.uncheck()
    for (const layer of layers) await page.getByRole('checkbox', { name: layer, exact: true }).check()
  }

  async function choose(page: Page, thing: Thing): Promise<void> {
    const row = page.locator('tbody').getByRole('row').filter({ hasText: thing.name })
    const more = key(page, '再加载 50 条')
    await expect
      .poll(async () => {
        if ((await row.count()) > 0) return true
        if (await more.isVisible()) await more.click()
        return false
      })
      .toBe(true)
    await row.first().click()
    // the row tells its name at once; the map goes there when the element is known
    await spot(page).getByText('地址', { exact: true }).waitFor()
  }

  /** What stands in the middle of the map says that it is this device. */
  async function standsInTheMiddle(page: Page, thing: Thing): Promise<void> {
    await key(spot(page), '关闭').click()
    await spot(page).waitFor({ state: 'detached' })
    await pressMiddle(page, label)
    await expect.poll(() => spot(page).getAttribute('data-spot')).toBe(thing.id)
  }

  const isRed = async (page: Page) => {
    const { red, green } = await colourInMiddle(page, label)
    return red > green + 60
  }
  const isGreen = async (page: Page) => {
    const { red, green } = await colourInMiddle(page, label)
    return green > red + 30
  }

  /** Told by the device while somebody looks: green as it answers, red with an alarm that opens with the step it is at. */
  async function tellsAndShows(
    page: Page,
    thing: Thing,
    calm: readonly [string, object],
    hazard: readonly [string, object],
    title: RegExp,
  ) {
    expect(await isGreen(page)).toBe(false)
    await bridge.tell(bridge.event(thing.code, ...calm))
    await expect.poll(() => isGreen(page)).toBe(true)
    await spot(page).getByText('在线', { exact: true }).waitFor()
    await bridge.tell(bridge.event(thing.code, ...hazard))
    await expect.poll(() => isRed(page)).toBe(true)
    await spot(page).getByText('告警中', { exact: true }).waitFor()
    const news = page.getByRole('alert').filter({ hasText: title })
    await news.waitFor()
    await key(news, '定位').click()
    await spot(page).getByText('当前环节', { exact: true }).waitFor()
    await spot(page).getByRole('status').filter({ hasText: '待受理' }).waitFor()
    const id = await spot(page).getAttribute('data-spot')
    const { version } = await duty.get<{ version: number }>(`/api/alarms/${id}`)
    await duty.post(`/api/alarms/${id}/actions/accept`, { version })
    await spot(page).getByRole('status').filter({ hasText: '处置中' }).waitFor()
  }

  it('[GB42455-8.1.10-b] [GB42455-8.1.10-c] choosing a detector flies to it on its floor, its colour follows its state, and its hazard appears there with the step it is at', async () => {
    const thing = await hang('smoke-detector', '五层走道烟感', unit, 5)
    const page = await look()
    await chooseIn(page, page, '图层', '设备')
    await choose(page, thing)
    await spot(page)
      .getByText(/^5 层，离地/)
      .waitFor()
    await standsInTheMiddle(page, thing)
    await tellsAndShows(page, thing, ['device.online', {}], ['fire.alarmed', { kind: 'smoke', isActive: true }], /烟雾告警（5 层）/)
    // the band around the floor is what opens the alarm by hand
    const alarm = await spot(page).getAttribute('data-spot')
    await page.getByRole('checkbox', { name: '设备', exact: true }).uncheck()
    await key(spot(page), '关闭').click()
    await pressMiddle(page, label)
    await expect.poll(() => spot(page).getAttribute('data-spot')).toBe(alarm)
    await spot(page).getByText('当前环节', { exact: true }).waitFor()
  })

  it('[GB42455-8.1.11-c] [GB42455-8.1.11-d] choosing a manhole cover flies to it, its colour follows its state, and what is wrong with it opens with its detail', async () => {
    const thing = await hang('manhole', '花园东侧井盖', garden, null)
    const page = await look()
    await chooseIn(page, page, '图层', '设备')
    await choose(page, thing)
    await standsInTheMiddle(page, thing)
    await tellsAndShows(page, thing, ['device.online', {}], ['manhole.moved', { isOpen: true, tiltDegrees: 40 }], /井盖移位/)
  })

  interface Element {
    readonly floor: number | null
    readonly longitude: number
    readonly latitude: number
    readonly outline: object[] | null
    readonly records: readonly { readonly subject: string; readonly id: string }[]
    readonly version: number | null
  }
  const elementOf = (caller: Caller, key: string) => caller.get<Element>(`/api/map/model/${key}`)

  /** A house with a file whose building is drawn. */
  async function filedHouse(caller: Caller) {
    type Houses = { items: { id: string; place: { id: string }; version: number; values: { occupancy?: string } }[] }
    const { items } = await caller.get<Houses>('/api/houses?limit=50')
    for (const house of items.filter(({ values }) => values.occupancy === 'owner')) {
      const element = await elementOf(caller, `place-${house.place.id}`)
      if (element.outline !== null) return { house, element }
    }
    throw new Error('no house of the demonstration is drawn')
  }

  async function openElement(key: string): Promise<Page> {
    const desk = await scene.sit({ device: 'desktop' })
    await enterOffice(desk, scene.house, officer, `map?f=${encodeURIComponent(`element:${key};view:3d`)}`)
    await mapAtRest(desk.page, label)
    await spot(desk.page).waitFor()
    return desk.page
  }

  it('[ZJWL-5.6] [ZJWL-7.3.3.1.3-1] houses and devices of the model carry the keys of their records, open them, and change with them', async () => {
    const caller = await scene.house.caller('community-officer', 'admin')
    const { house, element } = await filedHouse(caller)
    expect(element.records).toEqual([{ subject: 'house', id: house.id }])
    const page = await openElement(`place-${house.place.id}`)
    // what hangs in the building or is wrong with it may stand before the house
    await only(page, ['楼栋'])
    await expect.poll(() => spot(page).getAttribute('data-spot')).toBe(house.place.id)
    await spot(page).getByText(`${element.floor} 层，离地`, { exact: false }).waitFor()
    // lived in by its owner it is greenish, in business reddish
    const lean = async () => {
      const { red, green } = await colourInMiddle(page, label)
      return Math.sign(Math.trunc((green - red) / 4))
    }
    await expect.poll(lean).toBe(1)
    await caller.patch(`/api/houses/${house.id}`, { version: house.version, source: 'collected', values: { occupancy: 'business' } })
    await expect.poll(lean).toBe(-1)
    await spot(page).getByRole('link', { name: '打开房屋档案' }).click()
    await page.waitForURL((url) => url.pathname.endsWith(`/rooms/${house.id}`))

    const thing = await hang('smoke-detector', '三层走道烟感', unit, 3)
    const other = await openElement(`device-${thing.id}`)
    await spot(other)
      .getByText(/^3 层，离地/)
      .waitFor()
    const { version } = await elementOf(caller, `device-${thing.id}`)
    await admin.patch(`/api/devices/${thing.id}`, { version, floor: 6 })
    await spot(other)
      .getByText(/^6 层，离地/)
      .waitFor()
    await spot(other).getByRole('link', { name: '打开设备档案' }).click()
    await other.waitForURL((url) => url.pathname.endsWith('/devices') && url.searchParams.get('id') === thing.id)
  })

  it('[GB42455-7.1.5-b] an administrator moves an element of the solid model by hand and by floor; it stays there with a version', async () => {
    const thing = await hang('smoke-detector', '待移走道烟感', unit, 2)
    const desk = await scene.sit({ device: 'desktop' })
    const address = `map?f=${encodeURIComponent(`element:device-${thing.id};view:3d`)}`
    await enterOffice(desk, scene.house, /系统管理员/, address)
    const { page } = desk
    await mapAtRest(page, label)
    await spot(page)
      .getByText(/^2 层，离地/)
      .waitFor()
    const before = await elementOf(admin, `device-${thing.id}`)
    await key(spot(page), '移动构件').click()
    const canvas = await mapAtRest(page, label)
    const box = await canvas.boundingBox()
    if (!box) throw new Error('the map is not on the screen')
    await page.mouse.click(box.x + box.width * 0.35, box.y + box.height * 0.6)
    await spot(page)
      .getByText(/^新位置/)
      .waitFor()
    await spot(page).getByLabel('所在楼层').fill('4')
    await key(spot(page), '保存位置').click()
    await spot(page)
      .getByText(/^4 层，离地/)
      .waitFor()
    const after = await elementOf(admin, `device-${thing.id}`)
    expect(after).toMatchObject({ floor: 4, version: Number(before.version) + 1 })
    expect([after.longitude, after.latitude]).not.toEqual([before.longitude, before.latitude])
    await page.reload()
    await mapAtRest(page, label)
    await spot(page)
      .getByText(/^4 层，离地/)
      .waitFor()
    await expect(admin.patch(`/api/devices/${thing.id}`, { version: before.version, floor: 9 })).rejects.toThrow('409')
  })

  it('repair, alarm and visit say where they are as the element of the model has it, and lead to it', async () => {
    const caller = await scene.house.caller('community-officer', 'admin')
    const positionOf = ({ longitude, latitude }: Element) => `${longitude.toFixed(6)}, ${latitude.toFixed(6)}`
    type Repairs = { items: { id: string; place: { id: string } }[] }
    const [repair] = (await caller.get<Repairs>('/api/repairs?limit=1')).items
    const element = await elementOf(caller, `place-${repair?.place.id}`)
    const desk = await scene.sit({ device: 'desktop' })
    await enterOffice(desk, scene.house, officer, `repairs?id=${repair?.id}`)
    const drawer = desk.page.getByRole('dialog').last()
    await drawer.getByText(positionOf(element), { exact: false }).first().waitFor()
    await drawer.getByRole('link', { name: '在模型上查看' }).click()
    await spot(desk.page).waitFor()

    type Alarms = { items: { id: string; device: { id: string } | null }[] }
    const alarm = (await caller.get<Alarms>('/api/alarms?limit=50')).items.find(({ device }) => device !== null)
    const stands = await elementOf(caller, `device-${alarm?.device?.id}`)
    await desk.page.goto(`${scene.house.url}/admin/alarms?id=${alarm?.id}`)
    await desk.page.getByText(positionOf(stands), { exact: false }).first().waitFor()

    const worker = await scene.house.caller('grid-worker')
    const [visit] = (await worker.get<{ items: { id: string; houseId: string }[] }>('/api/visits?state=due&limit=1')).items
    const home = await elementOf(worker, `place-${visit?.houseId}`)
    const phone = await scene.sit({ device: 'phone' })
    await enterApp(phone, scene.house, 'grid-worker')
    await phone.page.goto(addressAt(scene.house, `/pkg-grid/visit?id=${visit?.id}`))
    const note = phone.page.locator('#where-note').filter({ visible: true })
    await note.waitFor()
    expect(await note.innerText()).toContain(`${home.floor} 层`)
    expect(await note.innerText()).toContain(`${home.longitude.toFixed(5)}, ${home.latitude.toFixed(5)}`)
  })

  it('[DB3205-7.3.1-4] the map service gives ground, addresses and boundaries to the pages of grids and of events', async () => {
    const answers = (page: Page, path: string) =>
      page.waitForResponse((response) => new URL(response.url()).pathname.startsWith(path) && response.status() === 200)
    // the page of grids lies on the ground that the service draws, with the line of each grid
    const desk = await scene.sit({ device: 'desktop' })
    const ground = answers(desk.page, '/api/map/tiles/')
    await enterOffice(desk, scene.house, officer, 'map/edit')
    expect((await ground).headers()['content-type']).toContain('vector-tile')
    await desk.page
      .getByRole('list', { name: '要素' })
      .getByRole('button', { name: /第一网格/ })
      .waitFor()
    // an event knows its address, its code and the grid around it
    const caller = await scene.house.caller('community-officer', 'admin')
    const { items } = await caller.get<{ items: { id: string; place: { id: string } }[] }>('/api/repairs?limit=50')
    type Resolved = { items: { address: string; grid: { name: string } | null }[] }
    const found = await Promise.all(
      items
        .slice(0, 10)
        .map(async ({ id, place }) => ({ id, ...(await caller.get<Resolved>(`/api/map/resolve?placeId=${place.id}`)).items[0] })),
    )
    const event = found.find(({ grid }) => grid)
    const resolved = answers(desk.page, '/api/map/resolve')
    await desk.page.goto(`${scene.house.url}/admin/repairs?id=${event?.id}`)
    await resolved
    const drawer = desk.page.getByRole('dialog').last()
    await drawer
      .getByText(event?.address ?? '', { exact: true })
      .first()
      .waitFor()
    await drawer
      .getByText(event?.grid?.name ?? '', { exact: true })
      .first()
      .waitFor()
    // outdoors a grid worker types the address as people say it
    const phone = await scene.sit({ device: 'phone' })
    await enterApp(phone, scene.house, 'grid-worker')
    await phone.page.goto(addressAt(scene.house, '/pkg-grid/event/new'))
    await phone.page.locator('.place-chosen').filter({ visible: true }).last().tap()
    await phone.page.locator('#place-search').fill('1-1-101')
    const row = phone.page.locator('[id^="found-"]').filter({ visible: true }).first()
    await row.waitFor()
    const named = (await row.innerText()).split('\n')[0] ?? ''
    expect(named).toContain('101')
    await row.tap()
    await phone.page.locator('.place-chosen').filter({ hasText: '101' }).last().waitFor()
  })

  it('a resident finds the gates and the own building on the map of the estate, a grid worker the houses to visit', async () => {
    const phone = await scene.sit({ device: 'phone' })
    await enterApp(phone, scene.house, 'resident')
    await phone.page.goto(addressAt(scene.house, '/pkg-life/map'))
    const sheet = phone.page.locator('.ground-sheet').filter({ visible: true })
    await sheet.waitFor()
    expect(await sheet.locator('.ground-building').count()).toBeGreaterThan(0)
    await phone.page.getByText('我家', { exact: true }).filter({ visible: true }).first().waitFor()
    await phone.page.getByText('出入口', { exact: true }).filter({ visible: true }).first().tap()
    const marks = sheet.locator('[data-mark]')
    expect(await marks.count()).toBeGreaterThan(1)
    await phone.shot('map-resident-phone')

    const other = await scene.sit({ device: 'phone' })
    await enterApp(other, scene.house, 'grid-worker')
    await other.page.goto(addressAt(scene.house, '/pkg-grid/map'))
    await other.page.locator('.ground-sheet').filter({ visible: true }).waitFor()
    expect(await other.page.locator('.ground-around').count()).toBeGreaterThan(0)
    await other.page.locator('[id^="visit-"]').filter({ visible: true }).first().waitFor()
    await other.shot('map-grid-phone')
  })
})
