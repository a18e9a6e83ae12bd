import { fileErrors } from '@liren/contract/capabilities/file'
import type { Sharp } from 'sharp'
import { refuseWith } from '../errors.ts'
import { readBmp } from './bmp.ts'
import { hidesSomething } from './dangers.ts'
import { type Drawing, drawing } from './drawing.ts'
import type { FileType } from './sniff.ts'

/** More than any telephone takes today; a small file can claim many more. */
export const maxPixels = 60_000_000
const longEdge = 2560
const thumbEdge = 480

export interface Picture {
  readonly type: 'image/jpeg' | 'image/png'
  readonly main: Buffer
  readonly thumb: Buffer
  readonly width: number
  readonly height: number
}

/**
 * Draws the picture anew from its pixels: upright, at most 2560 long, as JPEG or (where something is transparent)
 * PNG. Nothing else of the file survives, neither where it was taken nor what was hidden in it.
 */
export async function redraw(bytes: Buffer, type: Exclude<FileType, 'pdf' | 'text' | 'heic'>): Promise<Picture> {
  if (hidesSomething(bytes)) throw refuseWith(fileErrors, 'file.dangerous')
  try {
    const sharp = await drawing()
    const source = open(sharp, bytes, type)
    const { hasAlpha, format } = await source.metadata()
    if (type !== 'bmp' && format !== type) throw refuseWith(fileErrors, 'file.damaged')
    const upright = source.autoOrient().toColourspace('srgb')
    const fitted = upright.resize({ width: longEdge, height: longEdge, fit: 'inside', withoutEnlargement: true })
    const transparent = hasAlpha && !(await source.clone().stats()).isOpaque
    const encoded = transparent
      ? fitted.png({ compressionLevel: 9 })
      : fitted.flatten({ background: '#fff' }).jpeg({ quality: 80, progressive: true })
    const { data: main, info } = await encoded.toBuffer({ resolveWithObject: true })
    // The small one is made of the new picture: the hostile bytes are decoded once.
    const thumb = await sharp(main)
      .resize({ width: thumbEdge, height: thumbEdge, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#fff' })
      .jpeg({ quality: 72 })
      .toBuffer()
    return { type: transparent ? 'image/png' : 'image/jpeg', main, thumb, width: info.width, height: info.height }
  } catch (error) {
    throw refusalOf(error)
  }
}

function open(sharp: Drawing, bytes: Buffer, type: FileType): Sharp {
  const limits = { limitInputPixels: maxPixels, failOn: 'error', pages: 1, sequentialRead: true } as const
  if (type !== 'bmp') return sharp(bytes, limits)
  const pixels = readBmp(bytes, maxPixels)
  if (pixels === 'too-many-pixels') throw refuseWith(fileErrors, 'file.too-many-pixels')
  if (!pixels) throw refuseWith(fileErrors, 'file.damaged')
  return sharp(pixels.data, { raw: { width: pixels.width, height: pixels.height, channels: 3 } })
}

function refusalOf(error: unknown): unknown {
  if (!(error instanceof Error) || 'status' in error) return error
  return refuseWith(fileErrors, /pixel limit/i.test(error.message) ? 'file.too-many-pixels' : 'file.damaged', { cause: error })
}
