import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** A point of the ground: longitude, latitude. */
export type Ground = readonly [longitude: number, latitude: number]

/** The drawn map on the page, at rest. */
export async function mapAtRest(page: Page, label: string) {
  const canvas = page.getByRole('region', { name: label })
  await expect.poll(() => canvas.getAttribute('data-ready')).toBe('true')
  let before = ''
  await expect
    .poll(async () => {
      const now = `${await canvas.getAttribute('data-centre')} ${await canvas.getAttribute('data-zoom')}`
      const isStill = now === before
      before = now
      return isStill
    })
    .toBe(true)
  return canvas
}

const tile = 512
const across = ([longitude, latitude]: Ground) => {
  const sine = Math.sin((latitude * Math.PI) / 180)
  return [0.5 + longitude / 360, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)] as const
}

/** Where a point of the ground lies on the screen; the map is looked at from straight above. */
export async function onScreen(page: Page, label: string, at: Ground): Promise<{ x: number; y: number }> {
  const canvas = await mapAtRest(page, label)
  const [longitude = 0, latitude = 0] = ((await canvas.getAttribute('data-centre')) ?? '').split(',').map(Number)
  const scale = tile * 2 ** Number(await canvas.getAttribute('data-zoom'))
  const box = await canvas.boundingBox()
  if (!box) throw new Error('the map is not on the screen')
  const [x, y] = across(at)
  const [middleX, middleY] = across([longitude, latitude])
  return { x: box.x + box.width / 2 + (x - middleX) * scale, y: box.y + box.height / 2 + (y - middleY) * scale }
}

/** Presses the map at a point of the ground. */
export async function pressGround(page: Page, label: string, at: Ground): Promise<void> {
  const { x, y } = await onScreen(page, label, at)
  await page.mouse.click(x, y)
}

/** The colour in the middle of the map, as the screen has it. */
export async function colourInMiddle(page: Page, label: string): Promise<{ red: number; green: number; blue: number }> {
  const canvas = await mapAtRest(page, label)
  const box = await canvas.boundingBox()
  if (!box) throw new Error('the map is not on the screen')
  return colourAt(page, { x: box.x + box.width / 2, y: box.y + box.height / 2 })
}

/** The colour of one point of the screen. */
export async function colourAt(page: Page, { x, y }: { x: number; y: number }): Promise<{ red: number; green: number; blue: number }> {
  const clip = { x: x - 1, y: y - 1, width: 3, height: 3 }
  const picture = await page.screenshot({ clip, type: 'png' })
  const [red = 0, green = 0, blue = 0] = await page.evaluate(async (bytes) => {
    // not by fetch: pages of the house may not fetch data of their own making
    const image = await createImageBitmap(new Blob([Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0))]))
    const drawing = new OffscreenCanvas(image.width, image.height).getContext('2d')
    drawing?.drawImage(image, 0, 0)
    return [...(drawing?.getImageData(1, 1, 1, 1).data ?? [])]
  }, picture.toString('base64'))
  return { red, green, blue }
}

/** Presses the middle of the map, which is where it was told to look: true from above and aslant. */
export async function pressMiddle(page: Page, label: string): Promise<void> {
  const canvas = await mapAtRest(page, label)
  const box = await canvas.boundingBox()
  if (!box) throw new Error('the map is not on the screen')
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
}
