import type { ReactNode } from 'react'
import type { Asked } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { IconButton } from '../../app/layout/icon-button.tsx'
import { TimeText } from '../text/time.tsx'
import { ColumnChooser } from './column-chooser.tsx'
import type { Column, ColumnChoice } from './columns.ts'
import style from './table.module.css'
import { words } from './words.ts'

interface Props<T> {
  readonly asked: Asked<unknown>
  readonly columns: readonly Column<T>[]
  readonly choice: ColumnChoice
  readonly onChoice: (choice: ColumnChoice) => void
  readonly dense: boolean
  readonly onDense: (dense: boolean) => void
  readonly children?: ReactNode
}

/** The line above a table: filters on the left; freshness, columns and refresh on the right. */
export function TableTools<T>({ asked, columns, choice, onChoice, dense, onDense, children }: Props<T>) {
  const t = useWords(words)
  return (
    <div className={style.tools}>
      <div className={style.filters}>{children}</div>
      <span className={style.fresh}>{asked.at !== undefined && <TimeText at={asked.at} />}</span>
      <IconButton icon="refresh" label={t('refresh')} onClick={asked.reload} aria-busy={asked.asking} />
      <ColumnChooser columns={columns} choice={choice} onChange={onChoice} dense={dense} onDense={onDense} />
    </div>
  )
}
