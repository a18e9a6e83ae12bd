import { type CameraViewing, camera } from '@liren/contract/capabilities/camera'
import { Button } from 'antd'
import { useCallback, useEffect, useState } from 'react'
import { call, newKey } from '../../app/api/call.ts'
import { type ApiError, asApiError } from '../../app/api/error.ts'
import { useWords } from '../../app/language/use.ts'
import { FormError } from '../form/error.tsx'
import style from './camera.module.css'
import { words } from './words.ts'

interface Props {
  readonly of: { readonly id: string; readonly name: string }
  /** Why one looks: the alarm that the camera belongs to, or what the person said. */
  readonly why: { readonly alarmId: string } | { readonly reason: string }
}

const stepMs = 1000

/** A look through a camera: opened by the house in this person's name, a new picture every second. */
export function LiveView({ of, why }: Props) {
  const t = useWords(words)
  const [viewing, setViewing] = useState<CameraViewing>()
  const [error, setError] = useState<ApiError>()
  const [isOver, setOver] = useState(false)
  const reason = JSON.stringify(why)
  const open = useCallback(() => {
    setOver(false)
    setError(undefined)
    call(camera.endpoints.view, { params: { id: of.id }, body: JSON.parse(reason), key: newKey() }).then(setViewing, (caught: unknown) =>
      setError(asApiError(caught)),
    )
  }, [of.id, reason])
  useEffect(open, [open])
  useEffect(() => {
    if (viewing === undefined) return
    const timer = setTimeout(() => setOver(true), Math.max(0, Date.parse(viewing.until) - Date.now() - 2000))
    return () => clearTimeout(timer)
  }, [viewing])
  return (
    <div className={style.screen}>
      {viewing !== undefined && !isOver && error === undefined && <Pictures url={viewing.url} label={t('live', { name: of.name })} />}
      <span className={style.name}>{of.name}</span>
      {error !== undefined && (
        <div className={style.words} role="alert">
          <FormError error={error} />
          <Button onClick={open}>{t('again')}</Button>
        </div>
      )}
      {isOver && (
        <div className={style.words}>
          {t('over')}
          <Button onClick={open}>{t('again')}</Button>
        </div>
      )}
      {viewing === undefined && error === undefined && <div className={style.words}>{t('opening')}</div>}
    </div>
  )
}

/** Asks for the next picture when the last has come, and for none while the page is hidden. */
function Pictures({ url, label }: { url: string; label: string }) {
  const t = useWords(words)
  const [shown, setShown] = useState<string>()
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    let isGone = false
    let timer: ReturnType<typeof setTimeout>
    let number = 0
    const next = () => {
      if (document.hidden) {
        timer = setTimeout(next, stepMs)
        return
      }
      const picture = new Image()
      const src = `${url}&n=${number++}`
      const then = (ok: boolean) => () => {
        if (isGone) return
        setFailed(!ok)
        if (ok) setShown(src)
        timer = setTimeout(next, ok ? stepMs : stepMs * 3)
      }
      picture.onload = then(true)
      picture.onerror = then(false)
      picture.src = src
    }
    next()
    return () => {
      isGone = true
      clearTimeout(timer)
    }
  }, [url])
  return (
    <>
      {shown !== undefined && <img src={shown} alt={label} />}
      {failed && <div className={style.words}>{t('noPicture')}</div>}
    </>
  )
}
