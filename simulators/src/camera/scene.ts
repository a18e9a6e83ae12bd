import { dotsOf } from '@liren/bff/capabilities/camera/pixel-font'
import sharp from 'sharp'

export const sceneNames = ['facade', 'car', 'gate', 'lane', 'stairs', 'fence', 'area'] as const
export type SceneName = (typeof sceneNames)[number]

/** Something in the picture besides what always moves there: a falling thing, an e-bike, smoke, somebody at the fence. */
export interface Extra {
  readonly kind: 'fall' | 'ebike' | 'smoke' | 'person'
  /** In thousandths of the picture. */
  readonly x: number
  readonly y: number
}

export const pictureWidth = 640
export const pictureHeight = 360

/** How the simulated facade lies in its picture, in thousandths: bottom left, bottom right, top right, top left. */
export const facadeCorners = [
  [140, 950],
  [860, 950],
  [760, 80],
  [240, 80],
] as const

type Colour = readonly [red: number, green: number, blue: number]

/** Draws what a camera sees at this moment: its place, somebody walking through, and the time in the corner. */
export async function drawScene(scene: SceneName, label: string, now: number, extras: readonly Extra[] = []): Promise<Buffer> {
  const pixels = Buffer.alloc(pictureWidth * pictureHeight * 3)
  const box: Box = (x, y, w, h, colour) => {
    const [left, right] = [Math.max(0, Math.round(x)), Math.min(pictureWidth, Math.ceil(x + w))]
    if (right <= left) return
    const line = Uint8Array.from(colour)
    for (let row = Math.max(0, Math.round(y)); row < Math.min(pictureHeight, y + h); row++)
      pixels.fill(line, (row * pictureWidth + left) * 3, (row * pictureWidth + right) * 3)
  }
  const text = (words: string, x: number, y: number, size: number) => {
    for (const [dx, dy] of dotsOf(words)) box(x + dx * size + 1, y + dy * size + 1, size, size, [0, 0, 0])
    for (const [dx, dy] of dotsOf(words)) box(x + dx * size, y + dy * size, size, size, [255, 255, 255])
  }
  backgrounds[scene](box)
  if (scene !== 'facade') person(box, walkerAt(now), scene === 'car' ? 150 : 190, [58, 76, 110])
  for (const { kind, x, y } of extras) things[kind](box, (x / 1000) * pictureWidth, (y / 1000) * pictureHeight)
  text(stamp(now), 12, 12, 2)
  text(label, 12, pictureHeight - 26, 2)
  return sharp(pixels, { raw: { width: pictureWidth, height: pictureHeight, channels: 3 } })
    .jpeg({ quality: 72 })
    .toBuffer()
}

type Box = (x: number, y: number, w: number, h: number, colour: Colour) => void

/** To and fro within twelve seconds. */
function walkerAt(now: number): number {
  const turn = (now % 12_000) / 12_000
  return 120 + 400 * (turn < 0.5 ? turn * 2 : 2 - turn * 2)
}

/** Local time of the community, with tenths: what moved is seen to have moved. */
const stamp = (now: number): string => new Date(now + 8 * 3_600_000).toISOString().replace('T', ' ').slice(0, 21)

function person(box: Box, x: number, y: number, coat: Colour): void {
  box(x - 8, y - 18, 16, 18, [214, 178, 150])
  box(x - 13, y, 26, 44, coat)
  box(x - 11, y + 44, 9, 40, [44, 44, 52])
  box(x + 2, y + 44, 9, 40, [44, 44, 52])
}

const things: Readonly<Record<Extra['kind'], (box: Box, x: number, y: number) => void>> = {
  fall: (box, x, y) => box(x - 5, y - 5, 10, 10, [220, 60, 40]),
  ebike: (box, x, y) => {
    box(x - 40, y - 14, 80, 10, [200, 50, 50])
    box(x - 46, y, 26, 26, [30, 30, 30])
    box(x + 20, y, 26, 26, [30, 30, 30])
    box(x + 26, y - 40, 6, 34, [60, 60, 60])
  },
  smoke: (box, x, y) => {
    for (let i = 0; i < 6; i++) box(x - 30 + i * 9, y - i * 22, 46 + i * 10, 26, [150 + i * 8, 150 + i * 8, 152 + i * 8])
  },
  person: (box, x, y) => person(box, x, y, [120, 40, 40]),
}

function perspective(box: Box, wall: Colour, floor: Colour): void {
  box(0, 0, pictureWidth, 230, wall)
  box(0, 230, pictureWidth, 130, floor)
  for (let i = 0; i < 8; i++) box(i * 90 - 10, 0, 2, 230, [wall[0] - 16, wall[1] - 16, wall[2] - 16])
}

const backgrounds: Readonly<Record<SceneName, (box: Box) => void>> = {
  facade: (box) => {
    for (let y = 0; y < pictureHeight; y++) box(0, y, pictureWidth, 1, [150 + y / 6, 180 + y / 8, 214])
    const [[left, bottom], [right], [, top], [topLeft]] = facadeCorners
    for (let y = top; y < bottom; y += 2) {
      const t = (bottom - y) / (bottom - top)
      const inset = (topLeft - left) * t
      box(
        ((left + inset) / 1000) * pictureWidth,
        (y / 1000) * pictureHeight,
        ((right - left - 2 * inset) / 1000) * pictureWidth,
        2,
        [206, 198, 184],
      )
    }
    for (let floor = 0; floor < 18; floor++)
      for (let column = 0; column < 8; column++) {
        const t = (floor + 0.35) / 18
        const y = bottom - (bottom - top) * t
        const inset = (topLeft - left) * t
        const x = left + inset + ((right - left - 2 * inset) * (column + 0.25)) / 8
        box((x / 1000) * pictureWidth, (y / 1000) * pictureHeight - 9, 22 - t * 6, 9, [92, 112, 132])
      }
    box(0, 346, pictureWidth, 14, [96, 120, 84])
  },
  car: (box) => {
    perspective(box, [188, 190, 194], [120, 110, 100])
    box(300, 20, 3, 210, [120, 122, 126])
    box(590, 60, 30, 120, [70, 72, 78])
  },
  gate: (box) => {
    perspective(box, [170, 196, 214], [136, 134, 130])
    box(60, 90, 24, 150, [90, 92, 96])
    box(84, 150, 250, 10, [220, 70, 50])
  },
  lane: (box) => {
    perspective(box, [176, 190, 170], [110, 112, 116])
    for (let i = 0; i < 8; i++) box(60 + i * 70, 300, 44, 8, [236, 200, 60])
  },
  stairs: (box) => {
    perspective(box, [206, 204, 198], [140, 138, 134])
    for (let i = 0; i < 7; i++) box(340 + i * 26, 230 - i * 22, 300, 22, [150 + i * 8, 148 + i * 8, 142 + i * 8])
  },
  fence: (box) => {
    perspective(box, [120, 156, 120], [98, 118, 80])
    for (let i = 0; i < 32; i++) box(i * 20 + 4, 130, 4, 110, [60, 64, 66])
    box(0, 140, pictureWidth, 5, [60, 64, 66])
  },
  area: (box) => {
    perspective(box, [182, 200, 208], [156, 152, 144])
    box(430, 140, 120, 96, [132, 160, 122])
  },
}
