import { createDice, type Dice } from './dice.ts'

export type Scene = 'water' | 'power' | 'door' | 'outdoor'
export type Moment = 'before' | 'after'

const width = 480
const height = 360
type Colour = readonly [number, number, number]

/** A drawn picture as a BMP file: no photograph of anything real is needed to show that pictures work. */
export function draw(scene: Scene, moment: Moment, seed: number): Buffer {
  const canvas = createCanvas()
  scenes[scene](canvas, moment === 'before', createDice(`${scene}-${moment}-${seed}`))
  return canvas.toBmp()
}

function createCanvas() {
  const pixels = new Uint8Array(width * height * 3)
  const set = (x: number, y: number, [r, g, b]: Colour, share = 1): void => {
    if (x < 0 || y < 0 || x >= width || y >= height) return
    const at = (y * width + x) * 3
    for (const [i, value] of [r, g, b].entries()) pixels[at + i] = Math.round((pixels[at + i] ?? 0) * (1 - share) + value * share)
  }
  return {
    rect(x: number, y: number, w: number, h: number, colour: Colour, share = 1): void {
      for (let j = Math.floor(y); j < y + h; j++) for (let i = Math.floor(x); i < x + w; i++) set(i, j, colour, share)
    },
    disc(cx: number, cy: number, rx: number, ry: number, colour: Colour, share = 1): void {
      for (let j = Math.floor(cy - ry); j <= cy + ry; j++)
        for (let i = Math.floor(cx - rx); i <= cx + rx; i++) if (((i - cx) / rx) ** 2 + ((j - cy) / ry) ** 2 <= 1) set(i, j, colour, share)
    },
    toBmp(): Buffer {
      const file = Buffer.alloc(54 + pixels.length)
      file.write('BM', 0)
      file.writeUInt32LE(file.length, 2)
      file.writeUInt32LE(54, 10)
      file.writeUInt32LE(40, 14)
      file.writeInt32LE(width, 18)
      file.writeInt32LE(height, 22)
      file.writeUInt16LE(1, 26)
      file.writeUInt16LE(24, 28)
      file.writeUInt32LE(pixels.length, 34)
      // Rows from the bottom up, blue first; 480 pixels make whole words, so rows need no filling.
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const from = (y * width + x) * 3
          const to = 54 + ((height - 1 - y) * width + x) * 3
          for (let i = 0; i < 3; i++) file[to + i] = pixels[from + 2 - i] ?? 0
        }
      }
      return file
    },
  }
}

type Canvas = ReturnType<typeof createCanvas>

const scenes: Readonly<Record<Scene, (canvas: Canvas, broken: boolean, dice: Dice) => void>> = {
  water(canvas, broken, dice) {
    room(canvas, [214, 222, 222], [150, 140, 128])
    for (let i = 0; i < 12; i++) canvas.rect(i * 40, 40, 2, 190, [196, 206, 206])
    const x = dice.int(180, 280)
    canvas.rect(x, 0, 22, 170, [176, 182, 186])
    canvas.rect(x - 12, 160, 46, 26, broken ? [168, 120, 84] : [206, 212, 216])
    if (broken) {
      for (let i = 0; i < 14; i++) canvas.disc(x + dice.int(-4, 26), dice.int(190, 280), 3, 7, [92, 150, 190], 0.8)
      canvas.disc(x + 10, 300, dice.int(90, 140), 26, [110, 162, 196], 0.75)
    } else {
      canvas.rect(x - 6, 186, 34, 8, [60, 140, 130])
    }
  },
  power(canvas, broken, dice) {
    room(canvas, broken ? [120, 118, 112] : [226, 222, 210], broken ? [80, 74, 66] : [160, 146, 128])
    canvas.rect(150, 70, 180, 200, [236, 236, 232])
    canvas.rect(158, 78, 164, 184, [206, 208, 208])
    for (let i = 0; i < 6; i++) {
      const tripped = broken && i === dice.int(1, 4)
      canvas.rect(172 + i * 24, 120, 18, 60, [60, 66, 70])
      canvas.rect(175 + i * 24, tripped ? 152 : 126, 12, 20, tripped ? [196, 84, 44] : [86, 160, 120])
    }
    if (!broken) canvas.disc(240, 30, 46, 20, [255, 240, 190], 0.9)
  },
  door(canvas, broken, dice) {
    room(canvas, [222, 214, 198], [140, 120, 100])
    canvas.rect(170, 50, 150, 270, [120, 84, 56])
    canvas.rect(180, 60, 130, 250, [142, 102, 70])
    const gap = broken ? dice.int(10, 20) : 2
    canvas.rect(320 - gap, 60, gap, 250, [40, 34, 30])
    canvas.disc(300, 190, 9, 9, broken ? [150, 110, 70] : [220, 190, 110])
    if (broken) for (let i = 0; i < 6; i++) canvas.rect(284 + dice.int(-8, 12), 170 + i * 8, 14, 2, [80, 60, 44])
  },
  outdoor(canvas, broken, dice) {
    canvas.rect(0, 0, width, 170, broken ? [168, 182, 190] : [150, 196, 222])
    canvas.rect(0, 170, width, 190, [132, 134, 132])
    for (let i = 0; i < 5; i++) canvas.rect(20 + i * 96, dice.int(50, 90), 70, 120, [196, 190, 180])
    for (let i = 0; i < 7; i++) canvas.disc(dice.int(0, width), 176, 34, 26, [88, 134, 84])
    canvas.rect(0, 258, width, 6, [220, 218, 206])
    if (broken) {
      canvas.disc(dice.int(160, 320), 300, dice.int(46, 70), 20, [66, 62, 60])
      for (let i = 0; i < 20; i++) canvas.disc(dice.int(110, 370), dice.int(280, 330), 4, 3, [96, 90, 86])
    } else {
      canvas.disc(240, 300, 64, 20, [112, 114, 114])
    }
  },
}

function room(canvas: Canvas, wall: Colour, floor: Colour): void {
  canvas.rect(0, 0, width, 270, wall)
  canvas.rect(0, 270, width, 90, floor)
  canvas.rect(0, 266, width, 6, [110, 104, 96])
}
