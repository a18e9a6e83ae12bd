import { type CameraClip, type ClipPlaying, camera } from '@liren/contract/capabilities/camera'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { call, newKey } from '../../app/api/call.ts'
import { type ApiError, asApiError } from '../../app/api/error.ts'
import { useWords } from '../../app/language/use.ts'
import { FormError } from '../form/error.tsx'
import { TimeText } from '../text/time.tsx'
import style from './camera.module.css'
import { words } from './words.ts'

interface Props {
  readonly clip: CameraClip
  readonly why: { readonly alarmId: string } | { readonly reason: string }
}

/** A clip, frame by frame at its own pace: played, paused, or moved through by hand. */
export function ClipPlayer({ clip, why }: Props) {
  const t = useWords(words)
  const [playing, setPlaying] = useState<ClipPlaying>()
  const [error, setError] = useState<ApiError>()
  const [at, setAt] = useState(0)
  const [runs, setRuns] = useState(false)
  const frames = playing?.frames ?? []
  const open = () =>
    call(camera.endpoints.play, { params: { id: clip.id }, body: why, key: newKey() }).then(
      (answer) => {
        setPlaying(answer)
        setError(undefined)
        setAt(0)
        setRuns(answer.frames.length > 1)
      },
      (caught: unknown) => setError(asApiError(caught)),
    )
  useEffect(() => {
    if (!runs) return
    const [now, next] = [frames[at], frames[at + 1]]
    if (now === undefined || next === undefined) {
      setRuns(false)
      return
    }
    const timer = setTimeout(() => setAt(at + 1), Math.min(2000, Math.max(80, Date.parse(next.at) - Date.parse(now.at))))
    return () => clearTimeout(timer)
  }, [runs, at, frames])
  useAhead(frames.map(({ url }) => url))
  if (clip.state === 'wanted') return <p>{t('wanted')}</p>
  if (clip.state === 'failed') return <p>{t('failed', { why: clip.fault ?? '' })}</p>
  const frame = frames[at]
  const press = () => {
    if (playing === undefined || Date.parse(playing.until) < Date.now()) void open()
    else if (at + 1 < frames.length) setRuns(!runs)
    else {
      setAt(0)
      setRuns(true)
    }
  }
  return (
    <div className={style.one}>
      {frame !== undefined && (
        <div className={style.screen}>
          <img src={frame.url} alt={t('frame', { number: at + 1, count: frames.length })} />
        </div>
      )}
      <FormError error={error} />
      <div className={style.row}>
        <Button size="small" onClick={press}>
          {t(runs ? 'pause' : clip.kind === 'still' ? 'still' : 'play')}
        </Button>
        {frames.length > 1 && (
          <input
            type="range"
            min={0}
            max={frames.length - 1}
            value={at}
            aria-label={t('frame', { number: at + 1, count: frames.length })}
            onChange={(event) => {
              setRuns(false)
              setAt(Number(event.target.value))
            }}
          />
        )}
        <TimeText at={frame?.at ?? clip.at} />
        {!clip.isWhole && <span>{t('partly')}</span>}
        {clip.isEvidence && <span>{t('evidence')}</span>}
      </div>
    </div>
  )
}

/** Has the frames fetched before they are shown, so that it does not stutter. */
function useAhead(urls: readonly string[]): void {
  const held = useRef<HTMLImageElement[]>([])
  const all = urls.join(' ')
  useEffect(() => {
    held.current = all.split(' ').flatMap((url) => {
      if (url === '') return []
      const picture = new Image()
      picture.src = url
      return [picture]
    })
  }, [all])
}
