import type { TestHooks } from '../types.ts'
import { fail, type Options, succeed } from './answer.ts'

type Drawn = HTMLCanvasElement & { createImage?: () => HTMLImageElement }

interface DrawnOptions extends Options {
  canvas?: Drawn
  fileType?: string
  quality?: number
}

/** Reads, draws and writes pictures: enough to make a photo smaller and to put words on it. */
export function pictureApis(hooks: TestHooks): Record<string, unknown> {
  const { files } = hooks
  let written = 0

  const getImageInfo = (options: Options & { src: string }) => {
    const bytes = files.get(options.src)
    if (!bytes) return fail(options, 'getImageInfo', `no such file ${options.src}`)
    const answer = createImageBitmap(bytes).then(
      ({ width, height }) => succeed(options, 'getImageInfo', { width, height, path: options.src, orientation: 'up', type: 'jpeg' }),
      () => fail(options, 'getImageInfo', 'not a picture'),
    )
    return answer
  }

  /** Pictures are named by paths that only this page knows. */
  const createImage = () => {
    const image = new Image()
    const source = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src') as PropertyDescriptor
    Object.defineProperty(image, 'src', {
      get: () => source.get?.call(image),
      set: (path: string) => {
        const bytes = files.get(path)
        source.set?.call(image, bytes ? URL.createObjectURL(bytes) : path)
      },
    })
    return image
  }

  const createOffscreenCanvas = ({ width, height }: { width: number; height: number }) => {
    const canvas: Drawn = Object.assign(document.createElement('canvas'), { width, height })
    canvas.createImage = createImage
    return canvas
  }

  const canvasToTempFilePath = (options: DrawnOptions) => {
    const { canvas } = options
    if (!canvas) return fail(options, 'canvasToTempFilePath', 'no canvas')
    return new Promise<object>((resolve) => {
      canvas.toBlob(
        (bytes) => {
          const path = `wxfile://tmp/canvas-${++written}.${options.fileType ?? 'png'}`
          if (bytes) files.set(path, bytes)
          resolve(succeed(options, 'canvasToTempFilePath', { tempFilePath: path }) ?? {})
        },
        options.fileType === 'jpg' ? 'image/jpeg' : 'image/png',
        options.quality,
      )
    })
  }

  return { getImageInfo, createOffscreenCanvas, canvasToTempFilePath }
}
