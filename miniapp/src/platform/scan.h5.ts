import type { Refusable } from '@liren/client'
import { blobs } from './blobs.h5'
import { choosePhotos } from './photos.h5'

/** A photo of the code is read on the device; the reader is loaded when somebody scans. */
export async function scanPhoto(): Promise<Refusable<string>> {
  const picked = await choosePhotos({ count: 1, source: 'camera' })
  if (!picked.ok) return picked
  const photo = picked.value[0]
  const blob = photo && (await blobs.get(photo.file))
  if (!photo || !blob) return { ok: false, why: 'failed' }
  const bitmap = await createImageBitmap(blob)
  const canvas = document.createElement('canvas')
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  const context = canvas.getContext('2d')
  await blobs.remove(photo.file)
  if (context === null) return { ok: false, why: 'absent' }
  context.drawImage(bitmap, 0, 0)
  const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height)
  const { default: read } = await import('jsqr')
  const found = read(data, width, height)
  return found === null ? { ok: false, why: 'failed' } : { ok: true, value: found.data }
}
