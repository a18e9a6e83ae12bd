import { device } from '@liren/contract/capabilities/device'
import type { Frame } from '@liren/contract/device/engineer-endpoints'
import { Button, Switch } from 'antd'
import { useEffect, useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { FormError } from '../../parts/form/error.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import style from './device.module.css'
import { words } from './words.ts'

const everyMs = 5000

/** What a device and its bridge said to each other in the device's own language; asked anew while somebody looks. */
export function Frames({ id }: { id: string }) {
  const t = useWords(words)
  const asked = useQuery(device.endpoints.frames, { params: { id } })
  const watch = useAction(device.endpoints.watchFrames)
  const [isLive, setLive] = useState(false)
  const { reload } = asked
  const { run } = watch
  useEffect(() => {
    if (!isLive) return
    const look = () => {
      void run({ params: { id } }).then((sent) => (sent === undefined ? setLive(false) : setTimeout(reload, 1500)))
    }
    look()
    const timer = setInterval(look, everyMs)
    return () => clearInterval(timer)
  }, [isLive, id, reload, run])
  return (
    <>
      <div className={style.watch}>
        <Switch checked={isLive} onChange={setLive} aria-label={t('watch')} />
        <span>{t('watch')}</span>
        <span className={style.calm}>{t('watchText')}</span>
        <Button size="small" onClick={reload}>
          {t('reload')}
        </Button>
      </div>
      <FormError error={watch.error} />
      <Shown asked={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('noFrames')} scene="rest" />
          ) : (
            <ol className={style.frames}>
              {items.map((frame) => (
                <FrameRow key={`${frame.at} ${frame.direction} ${frame.hex}`} frame={frame} />
              ))}
            </ol>
          )
        }
      </Shown>
    </>
  )
}

const perLine = 16

/** Bytes in lines of sixteen, each line with the position of its first; the byte at fault is marked. */
function FrameRow({ frame }: { frame: Frame }) {
  const t = useWords(words)
  const bytes = frame.hex.match(/../g) ?? []
  const lines = Array.from({ length: Math.ceil(bytes.length / perLine) }, (_, line) => bytes.slice(line * perLine, (line + 1) * perLine))
  return (
    <li className={style.frame}>
      <div className={style.frameHead}>
        <StatusTag tone={frame.direction === 'in' ? 'info' : 'neutral'} icon={frame.direction === 'in' ? 'download' : 'upload'} plain>
          {t(frame.direction === 'in' ? 'frameIn' : 'frameOut')}
        </StatusTag>
        <TimeText at={frame.at} />
        <span className={style.calm}>
          {frame.line} · {t('frameBytes', { count: String(frame.size) })}
        </span>
      </div>
      <pre className={style.bytes}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line of bytes is where it is
          <span key={index}>
            <span className={style.calm}>{(index * perLine).toString().padStart(4, '0')} </span>
            {line.map((byte, at) => {
              const position = index * perLine + at
              return (
                <span
                  key={position}
                  title={t('frameByte', { at: String(position) })}
                  className={position === frame.faultAt ? style.wrongByte : undefined}
                >
                  {byte}{' '}
                </span>
              )
            })}
            {'\n'}
          </span>
        ))}
      </pre>
      {frame.fault !== null && (
        <StatusTag tone="danger" icon="alert" plain>
          {frame.fault}
        </StatusTag>
      )}
      {frame.decoded !== null && <pre className={style.json}>{frame.decoded}</pre>}
    </li>
  )
}
