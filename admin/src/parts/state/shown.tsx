import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { Asked } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { TimeText } from '../text/time.tsx'
import { LineBones } from './bones.tsx'
import { ErrorPanel } from './error-panel.tsx'
import { NotYours } from './not-yours.tsx'
import { Occurrence } from './occurrence.tsx'
import style from './state.module.css'
import { words } from './words.ts'

interface Props<T> {
  readonly asked: Asked<T>
  readonly bones?: ReactNode
  readonly empty?: { readonly when: (data: T) => boolean; readonly show: ReactNode }
  readonly children: (data: T) => ReactNode
}

/**
 * The five states of anything that is read: bones in its final shape, the content, the content of before with a
 * word about why it is old, an error with a way on, and nothing at all.
 */
export function Shown<T>({ asked, bones = <LineBones />, empty, children }: Props<T>) {
  const { data, error, asking, at, reload } = asked
  if (data === undefined) {
    if (asking) return bones
    if (error === undefined) return null
    return error.code === 'permission.denied' ? <NotYours /> : <ErrorPanel error={error} retry={reload} />
  }
  return (
    <>
      {error !== undefined && <CachedStrip at={at} error={error} retry={reload} />}
      <div className={style.content} aria-busy={asking}>
        {empty?.when(data) === true ? empty.show : children(data)}
      </div>
    </>
  )
}

/** Says how old the shown content is after an attempt to renew it failed. */
export function CachedStrip({
  at,
  error,
  retry,
}: {
  at: number | undefined
  error: NonNullable<Asked<unknown>['error']>
  retry: () => void
}) {
  const t = useWords(words)
  return (
    <div className={style.cached} role="status">
      {at === undefined ? t('failedTitle') : <Cached at={at} />}
      <Button size="small" type="text" onClick={retry} style={{ color: 'inherit', fontWeight: 600 }}>
        {t('retry')}
      </Button>
      <Occurrence error={error} />
    </div>
  )
}

function Cached({ at }: { at: number }) {
  const t = useWords(words)
  const [before, after] = t('cached', { time: '|' }).split('|')
  return (
    <span>
      {before}
      <TimeText at={at} />
      {after}
    </span>
  )
}
