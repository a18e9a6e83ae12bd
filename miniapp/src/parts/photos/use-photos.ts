import { type Attachment, createKey, type UploadTask, useClient } from '@liren/client'
import type { Text } from '@liren/contract'
import { useCallback, useEffect, useRef, useState } from 'react'
import { photoWords } from '@/words/report'

/** What a draft keeps of a photo; the bytes stay with Files. */
export interface KeptPhoto {
  readonly file: string
  readonly key: string
  readonly uploadedId?: string
}

export interface Photo extends KeptPhoto {
  readonly preview: string
  readonly state: 'sending' | 'sent' | 'failed' | 'waiting'
  readonly share: number
}

interface Rules {
  readonly kept: readonly KeptPhoto[]
  readonly onChange: (kept: KeptPhoto[]) => void
  readonly most?: number
  readonly watermark?: readonly string[]
}

/** Photos of a form: sent as soon as they are chosen, each by itself; one that fails never takes the form with it. */
export function usePhotos({ kept, onChange, most = 9, watermark }: Rules) {
  const { platform, uploader, session } = useClient()
  const [live, setLive] = useState<Readonly<Record<string, Pick<Photo, 'preview' | 'state' | 'share'>>>>({})
  const [notice, setNotice] = useState<Text>()
  const tasks = useRef(new Map<string, UploadTask>())
  const latest = useRef({ kept, onChange })
  latest.current = { kept, onChange }

  const patch = useCallback((file: string, part: Partial<Photo>) => {
    setLive((was) => ({ ...was, [file]: { ...(was[file] ?? { preview: '', state: 'waiting', share: 0 }), ...part } }))
  }, [])

  const send = useCallback(
    (photo: KeptPhoto) => {
      if (photo.uploadedId !== undefined) return
      if (!platform.online.get() || session.get().status !== 'signed-in') return patch(photo.file, { state: 'waiting' })
      const { task, done } = uploader.begin(photo.file, photo.key)
      tasks.current.set(photo.file, task)
      patch(photo.file, { state: 'sending', share: 0 })
      task.onProgress((share) => patch(photo.file, { share }))
      done.then(
        (uploadedId) => {
          patch(photo.file, { state: 'sent', share: 1 })
          const { kept: now, onChange: change } = latest.current
          change(now.map((one) => (one.file === photo.file ? { ...one, uploadedId } : one)))
        },
        () => patch(photo.file, { state: platform.online.get() ? 'failed' : 'waiting' }),
      )
    },
    [platform, session, uploader, patch],
  )

  // photos of a draft taken up again have lost their previews
  useEffect(() => {
    for (const photo of kept) {
      if (live[photo.file] !== undefined) continue
      patch(photo.file, { state: photo.uploadedId === undefined ? 'waiting' : 'sent', share: photo.uploadedId === undefined ? 0 : 1 })
      void platform.files.preview(photo.file).then((preview) => preview !== null && patch(photo.file, { preview }))
      send(photo)
    }
  }, [kept, live, patch, platform, send])

  const add = useCallback(
    async (source: 'camera' | 'album') => {
      setNotice(undefined)
      const room = most - latest.current.kept.length
      if (room <= 0) return
      const picked = await platform.choosePhotos({ count: source === 'camera' ? 1 : room, source, ...(watermark ? { watermark } : {}) })
      if (!picked.ok) {
        if (picked.why !== 'declined') setNotice(picked.why === 'denied' ? photoWords.denied : photoWords.unreadable)
        return
      }
      const fresh = picked.value.map(({ file }): KeptPhoto => ({ file, key: createKey(platform.clock.now(), platform.dice) }))
      for (const { file, preview } of picked.value) patch(file, { preview, state: 'waiting', share: 0 })
      latest.current.onChange([...latest.current.kept, ...fresh])
      for (const photo of fresh) send(photo)
      if (!platform.online.get()) setNotice(photoWords.queued)
    },
    [platform, most, watermark, patch, send],
  )

  const remove = useCallback(
    (file: string) => {
      tasks.current.get(file)?.cancel()
      tasks.current.delete(file)
      void platform.files.remove(file)
      latest.current.onChange(latest.current.kept.filter((one) => one.file !== file))
    },
    [platform],
  )

  const photos: Photo[] = kept.map((one) => ({ ...one, ...(live[one.file] ?? { preview: '', state: 'waiting', share: 0 }) }))
  return {
    photos,
    notice,
    add,
    remove,
    retry: (file: string) => {
      const photo = latest.current.kept.find((one) => one.file === file)
      if (photo) send(photo)
    },
    sending: photos.filter(({ state }) => state === 'sending').length,
  }
}

/** For the outbox: those that are on the server by their id, the others as files that still have to go. */
export const attachmentsOf = (photos: readonly KeptPhoto[], field = 'photos'): Attachment[] =>
  photos.map(({ file, uploadedId }) => (uploadedId === undefined ? { file, field } : { file, field, uploadedId }))
