import { Modal } from 'antd'
import { useState } from 'react'
import { useWords } from '../../app/language/use.ts'
import { IconButton } from '../../app/layout/icon-button.tsx'
import style from './photo.module.css'
import { words } from './words.ts'

interface Photo {
  readonly id: string
  readonly url: string
  readonly thumb: string
}

/** Small pictures in a row; one opens large, arrows go on to its neighbours. */
export function PhotoStrip({ photos, size = 96 }: { photos: readonly Photo[]; size?: number }) {
  const t = useWords(words)
  const [at, setAt] = useState<number>()
  if (photos.length === 0) return null
  const shown = at === undefined ? undefined : photos[at]
  const move = (step: number) => setAt(((at ?? 0) + step + photos.length) % photos.length)
  return (
    <>
      <ul className={style.strip}>
        {photos.map((photo, index) => (
          <li key={photo.id}>
            <button type="button" className={style.thumb} style={{ width: size, height: size }} onClick={() => setAt(index)}>
              <img src={photo.thumb} alt={t('photo', { at: index + 1, count: photos.length })} loading="lazy" width={size} height={size} />
            </button>
          </li>
        ))}
      </ul>
      <Modal
        open={shown !== undefined}
        onCancel={() => setAt(undefined)}
        footer={null}
        width="min(1000px, 92vw)"
        centered
        title={t('photo', { at: (at ?? 0) + 1, count: photos.length })}
      >
        {shown && (
          // biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside do the same
          <div
            className={style.large}
            onKeyDown={(event) => {
              if (event.key === 'ArrowRight') move(1)
              if (event.key === 'ArrowLeft') move(-1)
            }}
          >
            <IconButton icon="left" label={t('previous')} onClick={() => move(-1)} disabled={photos.length < 2} />
            <img src={shown.url} alt={t('photo', { at: (at ?? 0) + 1, count: photos.length })} />
            <IconButton icon="right" label={t('following')} onClick={() => move(1)} disabled={photos.length < 2} />
          </div>
        )}
      </Modal>
    </>
  )
}
