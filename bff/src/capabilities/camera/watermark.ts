import { pinyin } from 'pinyin-pro'
import { drawing } from '../../kernel/upload/drawing.ts'
import { dotsOf, widthOf } from './pixel-font.ts'

/** Who looks, and when: `ZHENG SHOU ZHENG 2026-03-02 10:00`. In letters, since a server need not have a Chinese font. */
export function watermarkOf(name: string, at: number, timeZone: string): string {
  const time = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at)
  return `${pinyin(name, { toneType: 'none', nonZh: 'consecutive' }).toUpperCase()} ${time}`.slice(0, 60)
}

/** Burns the words into the picture, across it again and again: who passes it on is seen. */
export async function watermarked(jpeg: Buffer, words: string): Promise<Buffer> {
  const sharp = await drawing()
  const picture = sharp(jpeg, { limitInputPixels: 16_000_000 })
  const { width = 640, height = 360 } = await picture.metadata()
  const scale = Math.max(1, Math.round(width / 640))
  return picture
    .composite([{ input: Buffer.from(veil(words, width, height, scale)) }])
    .jpeg({ quality: 78 })
    .toBuffer()
}

function veil(words: string, width: number, height: number, scale: number): string {
  const [across, down] = [widthOf(words) * scale + 60 * scale, 90 * scale]
  const dots = dotsOf(words)
    .map(([x, y]) => `<rect x="${x * scale}" y="${y * scale}" width="${scale}" height="${scale}"/>`)
    .join('')
  const lines: string[] = []
  for (let y = 24 * scale, row = 0; y < height; y += down, row++)
    for (let x = (row % 2 === 0 ? 0 : -across / 2) + 16 * scale; x < width; x += across)
      lines.push(`<use href="#w" x="${Math.round(x)}" y="${y}"/>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><g id="w">${dots}</g></defs>
    <g fill="#000" fill-opacity="0.35" transform="translate(${scale} ${scale})">${lines.join('')}</g>
    <g fill="#fff" fill-opacity="0.45">${lines.join('')}</g></svg>`
}
