import type { Files, PhotoRequest, PickedPhoto, Refusable } from '@liren/client'
import { blobs } from './blobs.h5'
import { takenAt } from './photo-name'
import { burn, fitted, quality } from './photo-size'

/** The browser's own picker; resolves empty when it is closed, as far as the browser tells. */
function pick({ count, source }: PhotoRequest): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = 'image/*'
    input.multiple = count > 1
    if (source === 'camera') input.setAttribute('capture', 'environment')
    input.style.display = 'none'
    input.onchange = () => {
      resolve([...(input.files ?? [])].slice(0, count))
      input.remove()
    }
    input.addEventListener('cancel', () => {
      resolve([])
      input.remove()
    })
    // kept in the page so that the browser does not forget it while its picker is open
    document.body.appendChild(input)
    input.click()
  })
}

/** Redrawn smaller, which also leaves the place where it was taken behind. */
async function redraw(file: File, watermark: readonly string[] | undefined): Promise<Blob> {
  const bitmap = await createImageBitmap(file)
  const size = fitted(bitmap.width, bitmap.height)
  const canvas = document.createElement('canvas')
  canvas.width = size.width
  canvas.height = size.height
  const context = canvas.getContext('2d')
  if (context === null) return file
  context.drawImage(bitmap, 0, 0, size.width, size.height)
  if (watermark?.length) burn(context, watermark, size.width, size.height)
  return (await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))) ?? file
}

export async function choosePhotos(request: PhotoRequest): Promise<Refusable<PickedPhoto[]>> {
  const chosen = await pick(request)
  if (chosen.length === 0) return { ok: false, why: 'declined' }
  const picked: PickedPhoto[] = []
  for (const file of chosen) {
    try {
      const blob = await redraw(file, request.watermark)
      const name = `${Date.now()}-${picked.length}-${Math.floor(Math.random() * 1e9)}.jpg`
      await blobs.put(name, blob)
      picked.push({ file: name, preview: URL.createObjectURL(blob), size: blob.size })
    } catch {
      return { ok: false, why: 'failed' }
    }
  }
  return { ok: true, value: picked }
}

export const files: Files = {
  async preview(file) {
    const blob = await blobs.get(file)
    return blob === undefined ? null : URL.createObjectURL(blob)
  },
  list: async () => (await blobs.names()).map((file) => ({ file, at: takenAt(file) })),
  remove: (file) => blobs.remove(file),
  upload(file, { url, headers, field }) {
    const request = new XMLHttpRequest()
    let listener = (_share: number) => undefined as void
    const done = (async () => {
      const blob = await blobs.get(file)
      if (blob === undefined) throw new Error('the photo is not on this device any more')
      const form = new FormData()
      form.append(field, blob, file)
      return new Promise<{ status: number; text: string }>((resolve, reject) => {
        request.open('POST', url)
        for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
        request.upload.onprogress = ({ loaded, total }) => listener(loaded / total)
        request.onload = () => resolve({ status: request.status, text: request.responseText })
        request.onerror = () => reject(new Error('no answer'))
        request.onabort = () => reject(new Error('cancelled'))
        request.send(form)
      })
    })()
    return {
      done,
      cancel: () => request.abort(),
      onProgress: (next) => {
        listener = next
      },
    }
  },
}
