import type { Files, PhotoRequest, PickedPhoto, Refusable } from '@liren/client'
import Taro from '@tarojs/taro'
import { takenAt } from './photo-name'
import { burn, fitted, quality } from './photo-size'
import { refusal } from './refusal'

const folder = `${Taro.env.USER_DATA_PATH ?? 'wxfile://usr'}/kept`

function keep(from: string): Promise<string> {
  const files = Taro.getFileSystemManager()
  const name = `${Date.now()}-${Math.floor(Math.random() * 1e9)}.jpg`
  return new Promise((resolve, reject) => {
    try {
      files.mkdirSync(folder, true)
    } catch {
      // it is there already
    }
    files.saveFile({ tempFilePath: from, filePath: `${folder}/${name}`, success: () => resolve(name), fail: reject })
  })
}

/** Redraw smaller and, for staff, with the watermark; a phone that cannot draw sends what it has. */
async function redraw(path: string, watermark: readonly string[] | undefined): Promise<string> {
  try {
    const info = await Taro.getImageInfo({ src: path })
    const size = fitted(info.width, info.height)
    const canvas = Taro.createOffscreenCanvas({ type: '2d', ...size }) as unknown as HTMLCanvasLike
    const context = canvas.getContext('2d')
    const image = canvas.createImage()
    await new Promise<void>((resolve, reject) => {
      image.onload = () => resolve()
      image.onerror = () => reject(new Error('unreadable picture'))
      image.src = path
    })
    context.drawImage(image, 0, 0, size.width, size.height)
    if (watermark?.length) burn(context, watermark, size.width, size.height)
    const { tempFilePath } = await Taro.canvasToTempFilePath({ canvas: canvas as never, fileType: 'jpg', quality, ...size })
    return tempFilePath
  } catch {
    return path
  }
}

interface HTMLCanvasLike {
  getContext(kind: '2d'): { drawImage(image: unknown, x: number, y: number, width: number, height: number): void }
  createImage(): { onload: () => void; onerror: () => void; src: string }
}

export async function choosePhotos({ count, source, watermark }: PhotoRequest): Promise<Refusable<PickedPhoto[]>> {
  try {
    const { tempFiles } = await Taro.chooseMedia({
      count,
      mediaType: ['image'],
      sizeType: ['compressed'],
      sourceType: source === 'either' ? ['camera', 'album'] : [source],
    })
    const picked: PickedPhoto[] = []
    for (const { tempFilePath, size } of tempFiles) {
      const file = await keep(await redraw(tempFilePath, watermark))
      picked.push({ file, preview: `${folder}/${file}`, size })
    }
    return { ok: true, value: picked }
  } catch (error) {
    return refusal(error)
  }
}

export const files: Files = {
  preview: async (file) => `${folder}/${file}`,
  list: () =>
    new Promise((resolve) => {
      Taro.getFileSystemManager().readdir({
        dirPath: folder,
        success: ({ files: names }) => resolve(names.map((file) => ({ file, at: takenAt(file) }))),
        fail: () => resolve([]),
      })
    }),
  remove: (file) =>
    new Promise((resolve) => {
      Taro.getFileSystemManager().unlink({ filePath: `${folder}/${file}`, complete: () => resolve() })
    }),
  upload(file, { url, headers, field }) {
    let listener = (_share: number) => undefined as void
    let cancel = () => undefined as void
    const done = new Promise<{ status: number; text: string }>((resolve, reject) => {
      const task = Taro.uploadFile({
        url,
        filePath: `${folder}/${file}`,
        name: field,
        header: headers,
        success: ({ statusCode, data }) => resolve({ status: statusCode, text: data }),
        fail: reject,
      })
      task.progress?.(({ progress }) => listener(progress / 100))
      task.catch(() => undefined)
      cancel = () => task.abort()
    })
    return {
      done,
      cancel: () => cancel(),
      onProgress: (next) => {
        listener = next
      },
    }
  },
}
