import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useWords } from '../../app/language/use.ts'
import { Scene, type SceneName } from '../scene/scene.tsx'
import style from './state.module.css'
import { words } from './words.ts'

interface Props {
  /** What there is none of, as a word: 「用户」. */
  readonly what?: string
  readonly title?: ReactNode
  readonly text?: ReactNode
  readonly scene?: SceneName
  /** The one action that ends the emptiness. */
  readonly children?: ReactNode
}

/** There is nothing here yet. */
export function EmptyState({ what = '', title, text, scene = 'corridor', children }: Props) {
  const t = useWords(words)
  return (
    <div className={style.panel}>
      <Scene name={scene} />
      <h2>{title ?? t('nothingTitle', { what })}</h2>
      {text && <p>{text}</p>}
      {children && <div className={style.actions}>{children}</div>}
    </div>
  )
}

/** There is something, but the filters leave none of it. */
export function NoMatch({ clear }: { clear?: (() => void) | undefined }) {
  const t = useWords(words)
  return (
    <EmptyState scene="cat" title={t('noMatchTitle')} text={t('noMatchText')}>
      {clear && <Button onClick={clear}>{t('clearFilters')}</Button>}
    </EmptyState>
  )
}
